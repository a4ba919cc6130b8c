"""Turning the ledger's snapshots into the API's shapes and back: integers of the journal ↔ amounts with units."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.core.vocabulary.units import UnitTable
from commonstead.town.ledger import queries as ledger

from .shapes import Amount, EventIn

EFFORT_UNIT = "h"
MOST_IN_JOURNAL = 2**63 - 1


class Turner:
    """Holds the units and the specifications met so far, so that a page of events asks for each but once."""

    def __init__(self):
        self.units: UnitTable = ledger.units()
        self._unit_of: dict[str, str] = {}

    def unit_of(self, specification: str) -> str:
        """The unit in which things of that specification are counted, or Refused when there is none."""
        if specification not in self._unit_of:
            found = ledger.specification(specification)
            if found is None:
                raise Refused(Refusal("api.specification_unknown", gettext_noop(
                    "There is nothing called {specification} in this town. Choose one of /specifications."),
                    {"specification": specification}, field="specification"))
            self._unit_of[specification] = found.unit
        return self._unit_of[specification]

    def amount(self, quantity: int | None, unit: str) -> dict | None:
        """An integer of the journal as an amount."""
        if quantity is None:
            return None
        return {"amount": f"{self.units.to_decimal(quantity, unit):f}", "unit": unit}

    def integer(self, amount: Amount | None, unit: str, field: str) -> int | None:
        """An amount as the journal's integer in `unit`. Refused when it does not convert without a rest."""
        if amount is None:
            return None
        try:
            return self._integer(amount, unit)
        except Refused as refused:
            raise Refused(*(replace(one, field=f"{field}.unit" if one.field == "unit" else field)
                            for one in refused.refusals)) from None

    def _integer(self, amount: Amount, unit: str) -> int:
        given = amount.amount
        if amount.unit != unit:
            exact = self.units.factor(amount.unit, unit) * Fraction(Decimal(given))
            scale = 10 ** self.units.get(unit).decimals
            if (exact * scale).denominator != 1:
                raise Refused(Refusal("units.too_many_decimals", gettext_noop(
                    "{amount} {given_unit} is no exact number of {unit}. Give the amount in {unit}."),
                    {"amount": given, "given_unit": amount.unit, "unit": unit}))
            whole = int(exact * scale)
        else:
            whole = self.units.to_int(given, unit)
        if abs(whole) > MOST_IN_JOURNAL:
            raise Refused(Refusal("api.too_large", gettext_noop(
                "{amount} {unit} is more than the journal can hold in one entry."),
                {"amount": given, "unit": amount.unit}))
        return whole

    def event(self, view: ledger.EventView) -> dict:
        """An event as the API shows it."""
        shown = {name: getattr(view, name) for name in (
            "id", "seq", "provider", "receiver", "specification", "at", "recorded", "resource", "to_resource",
            "input_of", "output_of", "agreement", "fulfills", "satisfies", "stage", "state", "location",
            "booked_by", "note", "reason", "erased")}
        return {**shown, "action": str(view.action), "mode": str(view.mode or ""), "corrects": view.corrects or "",
                "corrected_by": view.corrected_by or "",
                "quantity": self.amount(view.quantity, self.unit_of(view.specification)),
                "effort": self.amount(view.effort, EFFORT_UNIT)}

    def resource(self, view: ledger.ResourceView) -> dict:
        """A resource as the API shows it."""
        unit = view.unit
        shown = {name: getattr(view, name) for name in (
            "id", "specification", "accountable", "custodian", "name", "tracking_identifier", "stage", "state",
            "location")}
        return {**shown, "accounting_quantity": self.amount(view.accounting, unit),
                "onhand_quantity": self.amount(view.onhand, unit)}

    def flow(self, event: EventIn, *, booked_by: str, key: str) -> Flow:
        """What a program sent, as the pen takes it."""
        sent = event.model_dump(exclude={"quantity", "effort"})
        return Flow(**sent, booked_by=booked_by, idempotency_key=key,
                    quantity=self.integer(event.quantity, self.unit_of(event.specification), "quantity"),
                    effort=self.integer(event.effort, EFFORT_UNIT, "effort"))
