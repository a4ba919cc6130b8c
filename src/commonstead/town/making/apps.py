from django.apps import AppConfig


class MakingConfig(AppConfig):
    name = "commonstead.town.making"
    label = "making"
