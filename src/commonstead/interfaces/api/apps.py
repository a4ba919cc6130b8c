from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "commonstead.interfaces.api"
    label = "api"
