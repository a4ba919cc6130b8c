"""Addresses of these pages."""

from django.urls import path

from . import care, open_books, shares

urlpatterns = [
    path("accounts/<str:agent_id>.csv", open_books.export, name="open-books-csv"),
    path("accounts/<str:agent_id>", open_books.show, name="open-books"),
    path("accounts/<str:agent_id>/count", open_books.count, name="open-books-count"),
    path("accounts/<str:agent_id>/shares", shares.show, name="shares"),
    path("accounts/<str:agent_id>/shares/ask", shares.ask, name="shares-ask"),
    path("shares/<str:pay_out_id>/<slug:answer>", shares.answer, name="shares-answer"),
    path("work/<str:event_id>/intensity", shares.intensity, name="work-intensity"),
    path("circles/<str:circle_id>/how-it-goes", care.show, name="circle-care"),
]
