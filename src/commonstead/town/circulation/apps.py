from django.apps import AppConfig


class CirculationConfig(AppConfig):
    name = "commonstead.town.circulation"
    label = "circulation"

    def ready(self) -> None:
        from commonstead.town.circulation.forgetting import forget_with_person
        from commonstead.town.people.commands import install_eraser

        install_eraser(forget_with_person)
