"""All addresses of a town."""

from django.urls import include, path

from commonstead.site.health import health

urlpatterns = [
    path("health", health, name="health"),
    path("api/", include("commonstead.interfaces.api.urls")),
    path("", include("commonstead.interfaces.web.urls")),
]

handler400 = "commonstead.interfaces.web.views.errors.bad_request"
handler403 = "commonstead.interfaces.web.views.errors.not_allowed"
handler404 = "commonstead.interfaces.web.views.errors.not_found"
handler500 = "commonstead.interfaces.web.views.errors.failed"
