"""Addresses of these pages."""

from django.urls import path

from . import exports, lasting, pages

urlpatterns = [
    path("", pages.show, name="measures"),
    path("dependence", pages.dependence, name="measures-dependence"),
    path("circulation", pages.circulation, name="measures-circulation"),
    path("direction", pages.direction, name="measures-direction"),
    path("lasting", lasting.home, name="measures-home"),
    path("lasting/town", lasting.town, name="measures-town"),
    path("lasting/<str:agent_id>", lasting.association, name="measures-association"),
    path("measures.<str:form>", exports.measures, name="measures-export"),
]
