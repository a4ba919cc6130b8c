"""What debts, their slips and one's own part in a round look like in the API."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema
from pydantic import StrictBool, StrictInt

from .shapes import Amount, Id, Sent


class DebtShape(Schema):
    """Something that is owed and not settled. You act for one of its sides."""

    id: str
    debtor: str
    debtor_name: str
    creditor: str
    creditor_name: str
    specification: str = Field(description="A money, or a circle's unit.")
    amount: Amount = Field(description="As it was.")
    left: Amount = Field(description="What is still owed of it.")
    since: date
    note: str


class DebtSlipShape(Schema):
    """A debt that somebody wrote down. It is owed once both sides have said yes."""

    id: str
    state: str = Field(description="asked, owed, declined or withdrawn.")
    debtor: str
    debtor_name: str
    debtor_said: bool = Field(description="The debtor's side has said yes.")
    creditor: str
    creditor_name: str
    creditor_said: bool
    specification: str
    amount: Amount
    since: date
    note: str
    made_by: str
    debt: str = Field(description="What is owed by it, of `/debts`; empty before both have said yes.")
    waits_for_me: bool


class PartLineShape(Schema):
    """One debt or claim in a round. event: the entry by which it fell, or empty."""

    debt: str
    other: str
    other_name: str
    amount: Amount
    falls: Amount
    since: date
    event: str


class PartShape(Schema):
    """What a round does, or would do, for one side that you act for. In all, nobody gains or loses by it."""

    holder: str
    name: str
    turn: int = Field(description="How often the round was worked out. An answer names it: other numbers, other turn.")
    debts: list[PartLineShape]
    claims: list[PartLineShape]
    credit: Amount | None = Field(description="What the balance in the circle that helps gains; null: none helps.")
    yes: bool | None = Field(description="What was said; null: nothing yet, which by the last day is a yes.")


class RoundShape(Schema):
    """A round of clearing, with your parts in it and nobody else's."""

    id: str
    clearing: str
    clearing_name: str
    specification: str = Field(description="In what debts are cleared.")
    state: str = Field(description="gathering, preview, consent (words are waited for), committed, dropped, undone.")
    until: date | None = Field(description="The last day for a no.")
    parts: list[PartShape]


class SlipAnswerIn(Sent):
    """Yes, it is owed; or no, it is not so."""

    yes: StrictBool


class RoundAnswerIn(Sent):
    """Yes, or leave us out of this round."""

    yes: StrictBool
    turn: StrictInt = Field(ge=0, description="Of the part that is answered. A yes to an older one is refused.")
    holder: Id = Field("", description="For whom you answer; empty: for yourself.")
