from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "commonstead.interfaces.web"
    label = "web"
