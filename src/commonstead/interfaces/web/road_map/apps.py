from django.apps import AppConfig


class RoadMapPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.road_map"
    label = "road_map_pages"
