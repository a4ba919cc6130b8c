from django.apps import AppConfig


class LivelihoodConfig(AppConfig):
    name = "commonstead.town.livelihood"
    label = "livelihood"
