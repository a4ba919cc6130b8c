"""How long a round of clearing takes in a town: worked out, written into the journal as one batch, and taken back.

A thousand members and the generated network of `clearing.py` with a tenth of its debts, dated, in a fresh town; seconds
of processor time of one process, on SQLite and on a fresh database of the server in COMMONSTEAD_TEST_POSTGRES.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _workers import SERVER, be_a_worker, on_the_server, work

MEMBERS, DEBTS = 1_000, 10_000


def rows() -> list[dict]:
    """name, figure, target, measured: one dict a line of the table."""
    with tempfile.TemporaryDirectory(prefix="rounds ") as folder:
        table = _on(f"sqlite:///{folder}/town.sqlite3", "SQLite")
    if not SERVER:
        table.append({"name": "a round in a town, PostgreSQL", "figure": None, "target": "",
                      "measured": "not taken: COMMONSTEAD_TEST_POSTGRES names no server"})
    return table + on_the_server(__file__, lambda url: _on(url, "PostgreSQL"))


def _on(url: str, vendor: str) -> list[dict]:
    made = work(__file__, url, "prepare")
    took = work(__file__, url, "run", made["clearing"], made["keeper"])
    size = f"a round of {DEBTS:,} debts of {MEMBERS:,} members, {vendor}"
    return [{"name": f"{size}: {name}", "figure": seconds, "target": "",
             "measured": f"{seconds:.1f} s CPU, {wall:.1f} s by the clock"}
            for name, (seconds, wall) in took["steps"].items()] + [
        {"name": f"{size}: what holds", "ok": not took["faults"], "target": "all",
         "measured": f"{took['events']:,} set-offs, accounts at nothing, chains verified" if not took["faults"]
         else "; ".join(took["faults"])}]


# --- the worker ---------------------------------------------------------------------------------------------

def prepare() -> dict:
    """A town in which everybody takes part."""
    from clearing import network
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from commonstead.core.vocabulary.actions import Action
    from commonstead.core.vocabulary.modes import Mode
    from commonstead.town.circulation.clearing import commands
    from commonstead.town.ledger import commands as ledger
    from commonstead.town.people import commands as people

    call_command("migrate", verbosity=0)
    owed = network(MEMBERS, DEBTS, dated=True)
    with transaction.atomic():
        keeper = people.add_person(name="Keeper")
        hub = people.add_association(name="Hub", kind="exchange_circle", founder=keeper)
        ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
        made = commands.begin_clearing(hub, specification="usd", name="Dollars", by=keeper)
        members = [people.add_person(name=name) for name in owed.members]
        for member in members:
            commands.take_part(made, member, by=member)
        for debtor, creditor, amount, day in zip(owed.debtor.tolist(), owed.creditor.tolist(), owed.amount.tolist(),
                                                 owed.date.tolist(), strict=True):
            ledger.commit_to(action=Action.TRANSFER, specification="usd", provider=members[debtor],
                             receiver=members[creditor], quantity=amount, mode=Mode.SALE,
                             made=timezone.make_aware(datetime.fromordinal(day)))
    return {"clearing": made, "keeper": keeper}


def run(clearing: str, keeper: str) -> dict:
    """One round, from beginning to undoing."""
    from commonstead.town.circulation.clearing import commands, queries
    from commonstead.town.circulation.clearing.models import Round
    from commonstead.town.ledger import queries as ledger
    from commonstead.town.ledger.verify import verify

    steps, made = {}, commands.begin_round(clearing, by=keeper)

    def step(name: str, write) -> None:
        cpu, clock = time.process_time(), time.monotonic()
        write()
        steps[name] = time.process_time() - cpu, time.monotonic() - clock

    step("worked out", lambda: commands.work_out(made, by=keeper))
    commands.ask_consent(made, by=keeper, until=date.today() + timedelta(days=3))
    Round.objects.filter(id=made).update(until=date.today() - timedelta(days=2))  # the window is over
    before = ledger.journal_reaches()
    step("written", lambda: commands.commit_round(made, by=keeper))
    events = ledger.journal_reaches() - before
    step("taken back", lambda: commands.undo_round(made, by=keeper, reason="measured"))
    at_rest = all(view.accounting == 0 and view.standing == "closed"
                  for view in ledger.resources_conforming_to(queries.clearing(clearing).unit))
    return {"steps": steps, "events": events, "faults": [
        *(problem.what.reason for problem in verify().problems), *([] if at_rest else ["accounts are not at rest"])]}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for line in rows():
            print(f"{line['name']:70} {line['target']:>8} {line['measured']}")
    else:
        be_a_worker({"prepare": prepare, "run": run})
