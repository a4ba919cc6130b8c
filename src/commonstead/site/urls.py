"""All addresses of a town."""

from django.urls import include, path

from commonstead.site.health import health

urlpatterns = [
    path("health", health, name="health"),
    path("api/", include("commonstead.interfaces.api.urls")),
    path("", include("commonstead.interfaces.web.urls")),
]
