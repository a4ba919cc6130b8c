"""Addresses of these pages."""

from django.urls import path

from . import compare, explanation_ready, first_rungs, plan, prices

urlpatterns = [
    path("", plan.show, name="explained"),
    path("open-needs.<slug:form>", plan.needs_file, name="open-needs"),
    path("board/<str:agent_id>", plan.board, name="open-needs-board"),
    path("first-rungs", first_rungs.show, name="first-rungs"),
    path("prices", prices.show, name="prices"),
    path("compare", compare.show, name="compare"),
    path("explanation", explanation_ready.show, name="explanation-ready"),
]
