"""Books in ordinary words: each way has its lines, and no thing is added to another."""

from dataclasses import dataclass

from commonstead.core.flows.in_and_out import Line, in_and_out
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode


@dataclass
class Row:
    provider: str
    receiver: str
    specification: str
    action: Action
    mode: Mode | None = None
    quantity: int = 0
    effort: int = 0
    events: int = 1


def test_what_came_and_went_by_way_and_by_whom():
    rows = [Row("outside", "bakery", "flour", Action.TRANSFER, Mode.SALE, 9),
            Row("bakery", "ana", "bread", Action.TRANSFER, Mode.POOL, 4, events=2),
            Row("bakery", "bo", "bread", Action.TRANSFER, Mode.POOL, 6),
            Row("bakery", "bo", "bread", Action.TRANSFER, Mode.BARTER, 1),
            Row("bakery", "bakery", "bread", Action.PRODUCE, None, 20),
            Row("bakery", "bakery", "flour", Action.CONSUME, None, 8),
            Row("bakery", "bakery", "oven", Action.USE, None, 0, 3_00),
            Row("ana", "bakery", "baking", Action.WORK, None, 0, 5_00)]
    found = in_and_out(rows, "bakery")
    assert found.came == (Line(Mode.SALE, "flour", 9, 0, 1, (("outside", 9),)), Line(Action.PRODUCE, "bread", 20, 0, 1))
    assert found.went == (Line(Mode.POOL, "bread", 10, 0, 3, (("bo", 6), ("ana", 4))),
                          Line(Mode.BARTER, "bread", 1, 0, 1, (("bo", 1),)), Line(Action.CONSUME, "flour", 8, 0, 1))
    assert found.worked == (Line(Action.WORK, "baking", 0, 5_00, 1, (("ana", 5_00),)),)


def test_an_empty_book_says_nothing():
    found = in_and_out([], "bakery")
    assert (found.came, found.went, found.worked) == ((), (), ())
