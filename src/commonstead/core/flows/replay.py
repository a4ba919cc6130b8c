"""A second opinion on every stock: an auditor that shares nothing with the pen.

It knows what each action does from its own plain list, not from the action table that the pen uses, and it
rebuilds every stock from the journal's texts alone. Where the pen, the table and this list disagree, one of
them is wrong, and `verify` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

Line = tuple[str, int, int, int]
_TOLD = ("stage", "state", "location", "contained_in")


@dataclass
class Rebuilt:
    """A stock as the journal tells it."""

    accounting: int = 0
    onhand: int = 0
    away: int = 0
    moves: int = 0
    properties: dict[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, str]:
        """All that the journal says of it beside quantities. Its first move tells what it is and whose, and how it
        began where there is something to tell; so what is not told then was empty."""
        return dict.fromkeys(_TOLD, "") | self.properties if "accountable" in self.properties else self.properties


class Auditor:
    """Takes the journal's records (parsed bodies) in their order, and rebuilds what stands after each."""

    def __init__(self):
        self.stocks: dict[str, Rebuilt] = {}
        self.corrected: set[str] = set()
        self.corrections: set[str] = set()

    def take(self, record: Mapping) -> list[Refusal]:
        """Add one record. Returns what is wrong with it; an empty list when all is well."""
        found = []
        expected = effects_of(record)
        written = [tuple(line[:4]) for line in record["changes"]]
        if sorted(expected) != sorted(written):
            found.append(Refusal(
                "verify.effects", gettext_noop("a “{action}” should change {expected}, but {written} is written"),
                {"action": record["action"], "expected": _say(expected), "written": _say(written)}))
        if record["corrects"]:
            found += self._correction(record)
        for resource, accounting, onhand, away, sets in record["changes"]:
            stock = self.stocks.setdefault(resource, Rebuilt())
            stock.accounting += accounting
            stock.onhand += onhand
            stock.away += away
            stock.moves += 1
            for name, before, after in sets:
                known = stock.properties.get(name, before)
                if known != before:
                    found.append(Refusal(
                        "verify.property", gettext_noop("{property} of {resource} was “{known}”, not “{written}”"),
                        {"property": name, "resource": resource, "known": known, "written": before}))
                stock.properties[name] = after
        return found

    def _correction(self, record: Mapping) -> list[Refusal]:
        found = []
        if record["corrects"] in self.corrected:
            found.append(Refusal("verify.twice", gettext_noop("takes back {event}, which was taken back already"),
                                 {"event": record["corrects"]}))
        if record["corrects"] in self.corrections:
            found.append(Refusal("verify.of_reversal", gettext_noop("takes back {event}, which is a correction itself"),
                                 {"event": record["corrects"]}))
        self.corrected.add(record["corrects"])
        self.corrections.add(record["id"])
        return found


def effects_of(record: Mapping) -> list[Line]:
    """What a record must do, as (resource, accounting, onhand, away); turned around for a correction."""
    sign = -1 if record["corrects"] else 1
    amount = sign * (record["quantity"] or 0)
    lines = _plain_list(record["action"], amount, record["resource"], record["to_resource"])
    return [line for line in lines if line[0]]


def _plain_list(action: str, amount: int, one: str, other: str) -> list[Line]:
    """The nineteen actions, one by one. An empty resource stands for the outside or for nothing."""
    match action:
        case "produce" | "raise":
            return [(one, amount, amount, 0)]
        case "consume" | "lower":
            return [(one, -amount, -amount, 0)]
        case "transfer":
            return [(one, -amount, -amount, 0), (other, amount, amount, 0)]
        case "transferAllRights":
            return [(one, -amount, 0, 0), (other, amount, 0, 0)]
        case "transferCustody":
            return [(one, 0, -amount, 0), (other, 0, amount, 0)]
        case "move" if other:
            return [(one, -amount, -amount, 0), (other, amount, amount, 0)]
        case "copy":
            return [(one, 0, 0, 0), (other, amount, amount, 0)]
        case "accept" | "pickup" | "combine":
            return [(one, 0, -amount, amount)]
        case "modify" | "dropoff" | "separate":
            return [(one, 0, amount, -amount)]
        case "use" | "cite" | "move":
            return [(one, 0, 0, 0)]
        case "work" | "deliverService":
            return []
    return [("unknown action", 0, 0, 0)]


def _say(lines: list[Line]) -> str:
    return "; ".join(f"{resource} by {accounting}, in hand {onhand}, away {away}"
                     for resource, accounting, onhand, away in sorted(lines)) or "nothing"
