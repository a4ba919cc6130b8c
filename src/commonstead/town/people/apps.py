from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "commonstead.town.people"
    label = "people"
