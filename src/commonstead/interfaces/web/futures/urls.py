"""Addresses of these pages."""

from django.urls import path

from . import calculations, pages, weeks

urlpatterns = [
    path("", pages.show, name="futures"),
    path("weeks", weeks.show, name="weeks"),
    path("weeks/<slug:calculation_id>/<slug:part>", weeks.part, name="weeks-file"),
    path("calculations/<slug:calculation_id>", calculations.show, name="calculation"),
]
