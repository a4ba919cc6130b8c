"""Written out and read in elsewhere, nothing is lost: names, amounts, days, notes, and states like taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonstead.core.circulation.slip_lines import COLUMNS, MEMBER_COLUMNS
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import commands, queries, slip_files
from commonstead.town.circulation.bringing_in import How, bring_in
from commonstead.town.circulation.writing_out import accounts_book, member_rows, slip_rows, totals_between

#: What a town writes anew: its own ids, who keyed it in, and when its journal took it.
OWN = {"id", "booked_by", "paid", "settled"}
NAMES = ("ana", "bo", "eva")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30).map(
    lambda text: " ".join(text.split()))
DEEDS = st.lists(st.tuples(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 700), WORDS, WORDS,
    st.sampled_from(("paid", "paid", "taken_back", "asked", "declined", "withdrawn")), st.integers(0, 40),
), max_size=8)


def out(circle):
    return slip_files.write_table(COLUMNS, slip_rows(circle))


def told(text):
    """Rows without what each town writes anew, in their order."""
    lines = slip_files.read_slips(text, decimals=2, symbol="h", today=timezone.localdate())
    assert not lines.problems
    return [tuple(getattr(line, column) for column in ("payer", "payee", "amount", "day", "at", "category", "note",
                                                       "links_to", "state", "reason", "levy", "due", "together"))
            for line in lines.lines]


def do(town, circle, deeds):
    """Live through what is told; what the rules refuse does not happen."""
    for payer, payee, amount, category, note, state, days in deeds:
        at = timezone.now() - timedelta(days=days, minutes=7)
        slip = town.slip(payer, payee, amount, category=category, note=note, at=at, links_to="x1")
        try:
            if state in ("paid", "taken_back"):
                made = commands.pay(circle, slip, by=getattr(town, payer))
                if state == "taken_back":
                    commands.take_back(made, by=getattr(town, payee), reason="=it was, “raining”")
            else:
                made = commands.ask_payment(circle, slip, by=getattr(town, payee), due=timezone.localdate())
                if state == "declined":
                    commands.decline_payment(made, by=getattr(town, payer), said="'not; mine")
                elif state == "withdrawn":
                    commands.withdraw_payment(made, by=getattr(town, payee))
        except Refused:
            continue


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_out_and_in_and_out_again_is_the_same(town, deeds):
    first = town.circle(levy_per_mille=50)
    do(town, first, deeds)
    text = out(first)
    second = commands.open_circle(town.hub, name="another town", sort="time", by=town.ana)
    read = slip_files.read_slips(text.encode(), decimals=2, symbol="h", today=timezone.localdate())
    done = bring_in(second, read.lines, How(write=True, all_or_none=True, take_in=True), by=town.ana)
    assert done.count("good") == len(read.lines) and done.count("wrong") == 0
    assert told(out(second)) == told(text)
    balances = {view.holder: view.balance for view in queries.accounts(first)}
    assert {view.holder: view.balance for view in queries.accounts(second)}.items() <= balances.items()
    again = bring_in(second, read.lines, How(write=True, take_in=True), by=town.ana)
    assert again.count("known") == len(read.lines) and not again.written
    own = slip_files.read_slips(out(first), decimals=2, symbol="h", today=timezone.localdate())
    assert bring_in(first, own.lines, How(write=True), by=town.ana).count("known") == len(own.lines)


def test_what_moved_without_a_slip_is_among_the_rows(town):
    circle = town.circle("currency", issue_limit=100_000, demurrage_per_mille=100)
    town.pay(circle, "hub", "bo", 10_000, by=town.ana)
    following = timezone.localdate().replace(day=1) + timedelta(days=32)
    commands.tend(following)
    rows = list(slip_rows(circle))
    assert [row[COLUMNS.index("category")] for row in rows] == ["", "demurrage"]
    sums = {}
    for row in rows:
        payer, payee, amount = (row[COLUMNS.index(name)] for name in ("payer", "payee", "amount"))
        sums[payer], sums[payee] = sums.get(payer, 0) - amount, sums.get(payee, 0) + amount
    assert sums["Bo"] * 100 == town.balance(circle, "bo")


def test_a_member_gets_the_own_slips_alone(town):
    circle = town.circle()
    town.pay(circle, "ana", "bo", 100, note="between us")
    town.pay(circle, "bo", "eva", 50)
    rows = list(slip_rows(circle, [town.eva]))
    assert [(row[2], row[3]) for row in rows] == [("Bo", "Eva")]
    names = [row[0] for row in member_rows(circle, balances=False)]
    assert set(names) == {"Hub", "Ana", "Bo", "Eva"}
    assert all(row[MEMBER_COLUMNS.index("balance")] is None for row in member_rows(circle, balances=False))


@pytest.mark.parametrize("mine", ["", "bo"])
def test_beancount_reads_the_accounts_without_an_error_and_agrees(town, tmp_path, mine):
    from beancount import loader
    from beancount.core.data import Balance, Transaction

    circle = town.circle(levy_per_mille=100)
    kept = town.pay(circle, "ana", "bo", 150, note="a \"note\" of\nAna's", category="garden & more")
    town.pay(circle, "bo", "eva", 120, note="between Bo and Eva")
    back = town.pay(circle, "eva", "bo", 70)
    commands.take_back(back, by=town.eva, reason="twice")
    commands.ask_payment(circle, town.slip("ana", "eva", 900), by=town.eva)
    text = slip_files.write_accounts(accounts_book(circle, town.ana, town.bo if mine else ""), timezone.localdate())
    entries, errors, _options = loader.load_string(text)
    assert not errors
    written = [entry for entry in entries if isinstance(entry, Transaction)]
    assert len(written) == 4 and {kept} in [set(entry.links) for entry in written]
    assert sum(back in entry.links for entry in written) == 2
    asserted = [entry for entry in entries if isinstance(entry, Balance)]
    assert len(asserted) == (1 if mine else 4)
    sums = {}
    for posting in (posting for entry in written for posting in entry.postings):
        sums[posting.account] = sums.get(posting.account, 0) + posting.units.number
        assert posting.units.currency == "HOUR"
    for view in queries.accounts(circle):
        name = {town.ana: "Ana", town.bo: "Bo", town.eva: "Eva", town.hub: "Hub"}[view.holder]
        if mine and name != "Bo":
            continue
        account = f"{'Equity' if name == 'Hub' else 'Assets'}:Circle:{name}"
        assert sums.get(account, 0) * 100 == view.balance
        assert any(entry.account == account and entry.amount.number * 100 == view.balance for entry in asserted)
    assert "of Ana's" in text and "between Bo and Eva" not in text


def test_accounts_get_names_of_their_own_and_units_a_valid_one(town):
    from beancount import loader

    from commonstead.town.people import commands as people

    circle = town.circle("credit", symbol="◊", vouchers_needed=0, free_line=1_000)
    twins = [people.add_person(name=name) for name in ("Łukasz Ąę", "Łukasz Ąę", "…", "1st Ñandú", "e")]
    for twin in twins:
        commands.join_circle(circle, twin, by=town.ana)
        commands.pay(circle, commands.Slip(town.ana, twin, 10, f"to {twin}"), by=town.ana)
    text = slip_files.write_accounts(accounts_book(circle, town.ana), timezone.localdate())
    entries, errors, _options = loader.load_string(text)
    assert not errors and len(entries) > 10


def test_a_period_begins_with_what_stood_before_and_ends_with_what_stands_then(town):
    circle = town.circle()
    now = timezone.now()
    for days, amount in ((40, 100), (10, 50), (5, 30), (0, 20)):
        town.pay(circle, "ana", "bo", amount, at=now - timedelta(days=days))
    today = timezone.localdate()
    opening, lines, closing = totals_between(circle, town.bo, today - timedelta(days=20), today - timedelta(days=2))
    assert (opening, [line[2] for line in lines], closing) == (100, [50, 30], 180)
    assert [line[3] for line in lines] == [150, 180]
