"""Addresses of these pages."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.show, name="road-map"),
    path("longer", pages.longer, name="road-map-longer"),
    path("road-map.<str:form>", pages.export, name="road-map-export"),
]
