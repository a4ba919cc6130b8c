from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "commonstead.town.people"
    label = "people"

    def ready(self):
        post_migrate.connect(_ensure_outside, sender=self)


def _ensure_outside(**_):
    from .commands import ensure_outside

    ensure_outside()
