from django.apps import AppConfig


class AgreementPagesConfig(AppConfig):
    """An app of its own only so that its templates lie in its own folder."""

    name = "commonstead.interfaces.web.agreements"
    label = "agreement_pages"
