"""Addresses of these pages."""

from django.urls import path

from . import before_after, begin, livelihoods, overhead, peaks

urlpatterns = [
    path("", begin.show, name="lenses"),
    path("overhead", overhead.show, name="lenses-overhead"),
    path("peaks", peaks.show, name="lenses-peaks"),
    path("before-after", before_after.show, name="lenses-before-after"),
    path("livelihoods", livelihoods.show, name="lenses-livelihoods"),
]
