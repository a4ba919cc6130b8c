"""Two associations, each with a circle; Ana keeps the first, Eva the second, and Bo is in both."""

from dataclasses import dataclass

import pytest

from commonstead.town.circulation import commands as circles
from commonstead.town.circulation import queries as circle_queries
from commonstead.town.circulation.bridges import commands, queries
from commonstead.town.circulation.tests.conftest import Town, town
from commonstead.town.ledger.verify import verify
from commonstead.town.people import commands as people


@dataclass
class Joined:
    """`first` counts leaves with Ana and Bo, `second` stones with Eva and Bo: 2 stones for 3 leaves, caps of 90.00 and
    60.00."""

    town: Town
    first: str
    second: str
    id: str

    def __getattr__(self, name):
        return getattr(self.town, name)

    def across(self, payer, payee, amount, *, from_first=True, by=None, key=None) -> str:
        who = getattr(self.town, payer)
        return commands.pay_across(
            commands.Across(self.id, from_first, who, getattr(self.town, payee), amount,
                            key or f"across {next(self.town.numbers)}"), by=by or who)

    def mirrors(self) -> tuple[int, int]:
        view = queries.bridge(self.id)
        return view.first.balance, view.second.balance

    def is_sound(self) -> bool:
        return (not queries.faults(self.id) and not verify().problems
                and not self.town.total(self.first) and not self.town.total(self.second))


@pytest.fixture
def joined(town) -> Joined:
    first = town.circle("credit", members=("ana", "bo"), free_line=20_000, most_line=20_000, ceiling=20_000)
    mill = people.add_association(name="Mill", kind="hub", founder=town.eva)
    second = circles.open_circle(mill, name="stones", sort="credit", by=town.eva, symbol="stone")
    circles.ask_change(second, by=town.eva, words={"free_line": 20_000, "most_line": 20_000, "ceiling": 20_000})
    for who in (town.eva, town.bo):
        circles.join_circle(second, who, by=who)
    made = commands.propose_bridge(first, second, there=2, here=3, cap=9_000, by=town.ana)
    commands.agree_to_bridge(made, cap=6_000, by=town.eva)
    commands.agree_to_cap(made, first, cap=9_000, by=town.bo)
    assert commands.agree_to_cap(made, second, cap=6_000, by=town.bo)
    return Joined(town, first, second, made)


__all__ = ["Joined", "circle_queries", "joined", "town"]
