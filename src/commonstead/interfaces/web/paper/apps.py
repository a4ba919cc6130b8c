from django.apps import AppConfig


class PaperPagesConfig(AppConfig):
    """An app of its own only so that its templates and styles lie in its own folder."""

    name = "commonstead.interfaces.web.paper"
    label = "paper_pages"
