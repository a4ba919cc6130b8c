"""Addresses of the audit."""

from django.urls import path

from . import result, steps

urlpatterns = [
    path("", steps.begin, name="livelihood"),
    path("step/<slug:slug>", steps.step, name="livelihood-step"),
    path("result", result.result, name="livelihood-result"),
    path("count-in", result.count_in, name="livelihood-count-in"),
    path("livelihood.json", result.export, {"form": "json"}, name="livelihood-json"),
    path("livelihood.csv", result.export, {"form": "csv"}, name="livelihood-csv"),
    path("delete", result.delete, name="livelihood-delete"),
]
