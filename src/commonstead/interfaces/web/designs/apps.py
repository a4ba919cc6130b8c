from django.apps import AppConfig


class DesignsPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.designs"
    label = "designs_pages"
