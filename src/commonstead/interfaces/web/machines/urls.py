"""Addresses of these pages."""

from django.urls import path

from . import cheaper, own_or_shared, sums

urlpatterns = [
    path("", cheaper.show, name="machines"),
    path("cost/<slug:good_id>", sums.show, name="machines-cost"),
    path("made-by", own_or_shared.show, name="machines-set"),
]
