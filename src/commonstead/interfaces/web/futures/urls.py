"""Addresses of these pages."""

from django.urls import path

from . import calculations

urlpatterns = [
    path("calculations/<slug:calculation_id>", calculations.show, name="calculation"),
]
