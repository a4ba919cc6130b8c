"""Addresses of the API: its documentation, its keys, its operations."""

from django.urls import path

from . import documents
from .assembly import api

urlpatterns = [
    path("", documents.overview, name="api-overview"),
    path("keys", documents.keys, name="api-keys"),
    path("", api.urls),
]
