"""Addresses of debts, rounds and bridges."""

from django.urls import path

from . import bridges, crossing, filing, mine, places, rounds, writing

urlpatterns = [
    path("", mine.overview, name="clearing"),
    path("write", writing.write, name="clearing-write"),
    path("slips/<str:slip_id>", mine.answer_slip, name="clearing-slip"),
    path("debts/<str:debt_id>", mine.change_debt, name="clearing-debt"),
    path("settled/<str:word_id>", mine.take_settled_back, name="clearing-settled"),
    path("begin", places.begin, name="clearing-begin"),
    path("places/<str:clearing_id>", places.place, name="clearing-place"),
    path("places/<str:clearing_id>/part", places.part, name="clearing-part"),
    path("places/<str:clearing_id>/file", filing.bring, name="clearing-file"),
    path("places/<str:clearing_id>/round", rounds.begin, name="clearing-round-begin"),
    path("rounds/<str:round_id>", rounds.show, name="clearing-round"),
    path("rounds/<str:round_id>/answer", rounds.answer, name="clearing-answer"),
    path("rounds/<str:round_id>/do", rounds.do, name="clearing-do"),
    path("bridges", bridges.every, name="bridges"),
    path("bridges/propose", bridges.propose, name="bridge-propose"),
    path("bridges/<str:bridge_id>", bridges.show, name="bridge"),
    path("bridges/<str:bridge_id>/do", bridges.do, name="bridge-do"),
    path("bridges/<str:bridge_id>/cross", crossing.cross, name="bridge-cross"),
    path("crossings/<str:crossing_id>", crossing.one, name="crossing"),
]
