"""Addresses of what circles have on paper and in files: under /circles/<id>/, and cards under /card."""

from django.urls import path

from . import cards, exporting, importing, paying_by_card, printing, qr, sheet

urlpatterns = [
    path("circles/<str:circle_id>/paper", printing.paper, name="circle-paper"),
    path("circles/<str:circle_id>/slips", sheet.slips, name="circle-slips"),
    path("circles/<str:circle_id>/import", importing.bring_in_file, name="circle-import"),
    path("circles/<str:circle_id>/payments.csv", exporting.payments_csv, name="circle-payments-csv"),
    path("circles/<str:circle_id>/members.csv", exporting.members_csv, name="circle-members-csv"),
    path("circles/<str:circle_id>/ledger.beancount", exporting.accounts, name="circle-ledger"),
    path("circles/<str:circle_id>/statement", printing.statement, name="circle-statement"),
    path("circles/<str:circle_id>/directory", printing.directory, name="circle-directory"),
    path("circles/<str:circle_id>/notices", printing.notices, name="circle-notices"),
    path("circles/<str:circle_id>/blank-slips", printing.blank_slips, name="circle-blank-slips"),
    path("circles/<str:circle_id>/ask-by-qr", qr.ask, name="circle-ask-qr"),
    path("circles/<str:circle_id>/ask.svg", qr.ask_picture, name="circle-ask-svg"),
    path("circles/<str:circle_id>/cards", cards.cards, name="circle-cards"),
    path("circles/<str:circle_id>/cards/make", cards.make, name="circle-card-make"),
    path("cards/<str:card_id>/print", cards.show, name="card-print"),
    path("cards/<str:card_id>/code.svg", cards.picture, name="card-svg"),
    path("cards/<str:card_id>/pin", cards.pin, name="card-pin"),
    path("cards/<str:card_id>/end", cards.end, name="card-end"),
    path("card", paying_by_card.typed, name="card-typed"),
    path("card/<str:token>", paying_by_card.pay, name="card-pay"),
]
