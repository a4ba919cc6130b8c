from django.apps import AppConfig


class TogetherPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.together"
    label = "together_pages"
