from django.apps import AppConfig


class LivelihoodPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.livelihood"
    label = "livelihood_pages"
