from django.apps import AppConfig


class MachinesPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.machines"
    label = "machines_pages"
