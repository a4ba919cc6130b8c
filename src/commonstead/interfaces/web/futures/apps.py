from django.apps import AppConfig


class FuturesPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.futures"
    label = "futures_pages"
