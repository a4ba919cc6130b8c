"""Addresses of the pages. Livelihood and door keep their own lists."""

from django.urls import path
from django.views.i18n import set_language

from commonstead.interfaces.web.views import appearance, design

urlpatterns = [
    path("design", design.design, name="design"),
    path("appearance", appearance.appearance, name="appearance"),
    path("language", set_language, name="language"),
]
