"""Payments, reversals, clearings and crossings that are interrupted at every single write: all of it, or nothing.

The connection breaks at the n-th statement that writes, for each n until the deed gets through. After each break the
town must stand exactly as before; sent again it is done once, and sent once more nothing changes.
"""

import pytest
from django.db import connection

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.modes import Mode
from commonstead.town import kinds

from .scene import DEEDS, draw_scene, told, wrong_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


class Broken(Exception):
    """What the n-th write meets."""


class BreakAt:
    """Breaks at one write. seen: how many writes there were."""

    def __init__(self, number: int):
        self.number, self.seen = number, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            self.seen += 1
            if self.seen == self.number:
                raise Broken
        return execute(sql, params, many, context)


@pytest.fixture
def any_kind(monkeypatch) -> str:
    kind = Kind("hub", "Hub", "", "", (Role("steward", "Steward", ("all",)),),
                frozenset((action, mode) for action in Action for mode in (None, *Mode)))
    monkeypatch.setattr(kinds, "_kinds", {"hub": kind})
    return "hub"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_write_breaks_it_is_all_or_nothing(seed, any_kind):
    scene = draw_scene(seed, any_kind)
    broken_at = {}
    for deed in DEEDS:
        before, number = told(scene), 0
        while True:
            number += 1
            breaks = BreakAt(number)
            try:
                with connection.execute_wrapper(breaks):
                    getattr(scene, deed)()
            except Broken:
                assert told(scene) == before, f"{deed} left something behind at its write {number}"
                continue
            break
        assert wrong_with(scene) == []
        after = told(scene)
        assert after["journal"] > before["journal"] and after != before
        getattr(scene, deed)()
        assert told(scene) == after, f"{deed} was done twice"
        broken_at[deed] = number - 1
    # It was broken in the midst of each, and not only before it; PostgreSQL takes several writes as one statement.
    assert min(broken_at.values()) > (5 if connection.vendor == "sqlite" else 2)
