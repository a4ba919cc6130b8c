from django.apps import AppConfig


class ClearingPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.clearing"
    label = "clearing_pages"
