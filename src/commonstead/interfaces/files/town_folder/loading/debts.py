"""Debts of a described town, and for a demo one month that was cleared: written, said yes to, put on the table, worked
out, answered and committed by the commands that everyone uses.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.ledger import queries as ledger

from ..description import ClearingDescription, DebtDescription, TownDescription
from .blame import blaming
from .people import Agents
from .things import money_of
from .year import as_integer


def write_debts(town: TownDescription, agents: Agents, circles: dict[str, str], *, year: bool) -> None:
    """Who clears and who owes whom; year: the older debts are cleared, those that are marked fresh lie on the table.
    circles: the folder's ids → those of the opened circles."""
    if town.clearing is None:
        return
    with blaming("debts.toml"):
        described = town.clearing
        steward = agents.scribe_id(described.association)
        clearing = commands.begin_clearing(
            agents.ids[described.association], specification=money_of(town), name=described.name, by=steward,
            circle_id=circles.get(described.circle, ""))
        credit = as_integer(described.credit.value, town.currency, town.unit_table) if described.credit else 0
        for slug in sorted({side for debt in described.debts for side in (debt.debtor, debt.creditor)}):
            commands.take_part(clearing, agents.ids[slug], by=agents.scribe_id(slug), credit=credit)
        _owe(town, agents, clearing, described, fresh=False)
        if year:
            _clear(agents, described, clearing, steward)
        _owe(town, agents, clearing, described, fresh=True)


def _owe(town: TownDescription, agents: Agents, clearing: str, described: ClearingDescription, *, fresh: bool) -> None:
    for number, debt in enumerate(described.debts):
        if debt.fresh is fresh:
            slip = commands.write_debt(clearing, _line(town, agents, debt), by=agents.scribe_id(debt.debtor),
                                       key=f"folder debt {number}")
            # Who keeps both books has said yes for both by writing it.
            if any(view.id == slip for view in queries.slips_of([agents.ids[debt.creditor]])):
                commands.say_yes(slip, by=agents.scribe_id(debt.creditor))


def _line(town: TownDescription, agents: Agents, debt: DebtDescription) -> commands.DebtLine:
    return commands.DebtLine(
        agents.ids[debt.debtor], agents.ids[debt.creditor],
        as_integer(debt.amount.value, town.currency, town.unit_table), debt.since or town.begins, debt.note)


def _clear(agents: Agents, described: ClearingDescription, clearing: str, steward: str) -> None:
    """One round, to which everybody said yes within the window. It was cleared when the described year ended: cleared
    today, the journal would tell of an empty time since, and all that looks a year back would find nothing."""
    made = commands.begin_round(clearing, by=steward)
    commands.work_out(made, by=steward)
    commands.ask_consent(made, by=steward, until=timezone.localdate() + timedelta(days=7))
    for slug in sorted({side for debt in described.debts for side in (debt.debtor, debt.creditor)}):
        if queries.part_of(made, agents.ids[slug]):
            commands.answer_round(made, agents.ids[slug], yes=True, by=agents.scribe_id(slug))
    ends = ledger.journal_ends()
    commands.commit_round(made, by=steward, at=ends[1] if ends else None)
