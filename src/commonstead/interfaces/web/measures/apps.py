from django.apps import AppConfig


class MeasuresPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.measures"
    label = "measures_pages"
