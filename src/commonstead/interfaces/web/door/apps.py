from django.apps import AppConfig


class DoorPagesConfig(AppConfig):
    """An app of its own only so that its templates and its script lie in its own folder."""

    name = "commonstead.interfaces.web.door"
    label = "door_pages"
