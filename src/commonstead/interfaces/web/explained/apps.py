from django.apps import AppConfig


class ExplainedPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.explained"
    label = "explained_pages"
