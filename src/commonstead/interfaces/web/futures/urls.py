"""Addresses of these pages."""

from django.urls import path

from . import calculations, pages

urlpatterns = [
    path("", pages.show, name="futures"),
    path("calculations/<slug:calculation_id>", calculations.show, name="calculation"),
]
