from django.apps import AppConfig


class BoundaryConfig(AppConfig):
    name = "commonstead.town.boundary"
    label = "boundary"
