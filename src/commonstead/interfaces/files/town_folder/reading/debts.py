"""debts.toml: who clears debts, and who owes whom when the recorded year ends. The file may be missing."""

from __future__ import annotations

from decimal import Decimal

from ..description import ClearingDescription, DebtDescription, Figure
from ..fields import Fields
from ..figures import Figures
from ..texts import Folder
from .known import Known

FILE = "debts.toml"


def read_debts(folder: Folder, figures: Figures, agents: Known, associations: Known, circles: Known,
               currency: str) -> ClearingDescription | None:
    """[clearing] says who clears, [[debt]] who owes whom."""
    file = folder.toml(FILE, needed=False)
    if file is None:
        return None
    table = file.sub("clearing")
    if table is None:
        file.lacks("clearing", True)
        return None
    clearing = ClearingDescription(
        association=_known(table, "association", associations), name=table.text("name", longest=80),
        circle=_known(table, "circle", circles, needed=False), credit=figures.take(table, "credit", unit=currency),
        debts=tuple(_debt(row, figures, agents, currency) for row in file.rows("debt")))
    table.done()
    file.done()
    return clearing


def _debt(row: Fields, figures: Figures, agents: Known, currency: str) -> DebtDescription:
    debt = DebtDescription(
        debtor=_known(row, "from", agents), creditor=_known(row, "to", agents),
        amount=figures.take(row, "amount", unit=currency, needed=True) or Figure(Decimal(0)), since=row.day("since"),
        note=row.text("note", needed=False, longest=200), fresh=row.flag("fresh", False), line=row.line())
    row.done()
    return debt


def _known(row: Fields, key: str, known: Known, needed: bool = True) -> str:
    name = row.text(key, needed)
    if name and name not in known:
        row.unknown(key, name, known)
    return name
