"""At start-up the site finds the kinds of commons and hands their rules, and the readers of files, down."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "commonstead.site"
    label = "site"

    def ready(self) -> None:
        from django.conf import settings

        from commonstead.site import design_files, discovery, slip_files

        discovery.load_kinds()
        discovery.load_kinds_from(settings.KINDS_FOLDERS)
        design_files.install_formats()
        slip_files.install_formats()
