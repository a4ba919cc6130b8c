from django.apps import AppConfig


class LivelihoodConfig(AppConfig):
    name = "commonstead.town.livelihood"
    label = "livelihood"

    def ready(self) -> None:
        from commonstead.town.door.commands import install_sealed
        from commonstead.town.livelihood.commands import forget_with_person
        from commonstead.town.livelihood.queries import has_audit
        from commonstead.town.people.commands import install_eraser

        install_eraser(forget_with_person)
        install_sealed(has_audit)
