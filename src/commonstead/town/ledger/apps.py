from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "commonstead.town.ledger"
    label = "ledger"

    def ready(self):
        from commonstead.town.people import commands as people

        from .forgetting import erase_texts_of

        people.install_eraser(erase_texts_of)
