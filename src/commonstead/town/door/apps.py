from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "commonstead.town.door"
    label = "door"
