"""What open books leave out: debts that only fell against each other, and accounts that were closed at nothing."""

from types import SimpleNamespace

from commonstead.core.flows.in_and_out import InAndOut, Line
from commonstead.core.vocabulary.modes import Mode
from commonstead.interfaces.web.books import told

GOODS = {sort: SimpleNamespace(id=sort, name=sort, sort=sort, unit="h") for sort in ("setoff", "time", "good")}
WORDS = SimpleNamespace(goods=GOODS, amount=lambda thing, quantity: f"{quantity} {thing}", good=str, name=str)


def account(sort: str, quantity: int, standing: str = "open"):
    return SimpleNamespace(id=f"{sort} {standing}", specification=sort, accounting=quantity, standing=standing,
                           accountable="hub")


def test_what_is_held_leaves_out_what_only_passes_through():
    shown = told.what_we_hold([account("time", 3), account("time", 0, "closed"), account("setoff", 0, "closed")], WORDS)
    assert [figure["value"] for figure in shown] == ["3 time"]


def test_a_frozen_or_open_account_at_nothing_is_still_held():
    shown = told.what_we_hold([account("time", 0), account("time", 0, "frozen")], WORDS)
    assert [figure["value"] for figure in shown] == ["0 time", "0 time"]


def test_nobody_gave_what_fell_against_other_debts():
    def line(thing, *others):
        return Line(Mode.ADMINISTRATIVE, thing, 1, 0, 1, others)

    flows = InAndOut((line("setoff", ("ana", 5)), line("good", ("bea", 2))), (line("setoff", ("bea", 5)),), ())
    [table] = told.partners_tables(flows, WORDS)
    assert [[cell.text for cell in row] for row in table.rows] == [["bea", "good 2 good", ""]]
