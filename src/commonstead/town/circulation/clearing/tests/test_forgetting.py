"""Who is erased takes their words along; what was owed stays for the other side."""

from datetime import date

import pytest

from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.circulation.clearing.models import DebtSlip, Round
from commonstead.town.people import commands as people

pytestmark = pytest.mark.django_db


def test_words_go_and_debts_stay(clearing):
    slip = commands.write_debt(clearing.id, commands.DebtLine(clearing.bo, clearing.eva, 500, date(2026, 2, 3),
                                                              "a secret"), by=clearing.bo, key="k")
    commands.say_yes(slip, by=clearing.eva)
    made = commands.begin_round(clearing.id, by=clearing.ana)
    commands.drop_round(made, by=clearing.ana, reason="another secret")
    people.erase_person(clearing.bo)
    assert DebtSlip.objects.get().note == "" and Round.objects.get().reason == "another secret"
    assert [view.left for view in queries.debts_of([clearing.eva])] == [500]
    people.erase_person(clearing.ana)
    assert Round.objects.get().reason == "–"
