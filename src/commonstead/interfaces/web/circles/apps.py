from django.apps import AppConfig


class CirclePagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.circles"
    label = "circle_pages"
