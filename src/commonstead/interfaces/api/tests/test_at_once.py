"""The same request many times at the same moment: one payment, and everybody is told how it stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from commonstead.interfaces.api.models import Written
from commonstead.town.circulation import queries

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_eight_at_once_pay_once(circles, ben):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a database in memory belongs to one connection")
    body = {"payee": circles.town.cleo, "amount": {"amount": "1.25", "unit": "h"}}

    def send(_turn: int):
        try:
            answer = ben.post(f"/circles/{circles.hours}/payments", body, key="pressed-eight-times")
            return answer.status_code, answer.json().get("id") or answer.content.decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    [paid] = queries.payments(circles.hours)
    assert sorted(answers) == [(200, paid.id)] * 7 + [(201, paid.id)]
    assert circles.account(circles.town.cleo).balance == 1_25 and Written.objects.count() == 1
