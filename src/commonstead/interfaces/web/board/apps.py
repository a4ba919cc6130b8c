from django.apps import AppConfig


class BoardPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.board"
    label = "board_pages"
