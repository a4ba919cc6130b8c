from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "commonstead.town.ledger"
    label = "ledger"
