from django.apps import AppConfig


class DesignsPagesConfig(AppConfig):
    """An app of its own so that its templates lie in its own folder; whoever is erased leaves no file waiting."""

    name = "commonstead.interfaces.web.designs"
    label = "designs_pages"

    def ready(self) -> None:
        from commonstead.town.people.commands import install_eraser

        from .waiting import forget

        install_eraser(forget)
