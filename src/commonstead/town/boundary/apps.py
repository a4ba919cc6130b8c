from django.apps import AppConfig


class BoundaryConfig(AppConfig):
    name = "commonstead.town.boundary"
    label = "boundary"

    def ready(self) -> None:
        from commonstead.town.people.commands import install_eraser

        from .forgetting import forget_with_person

        install_eraser(forget_with_person)
