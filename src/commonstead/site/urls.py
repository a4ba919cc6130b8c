"""All addresses of a town."""

from django.urls import include, path

urlpatterns = [
    path("", include("commonstead.interfaces.web.urls")),
]
