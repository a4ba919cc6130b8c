from django.apps import AppConfig


class LensesPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.lenses"
    label = "lenses_pages"
