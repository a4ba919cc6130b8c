from django.apps import AppConfig


class BooksPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.books"
    label = "books_pages"
