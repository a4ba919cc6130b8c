"""What circles, accounts and payments look like in the API. Amounts are decimal texts with their unit, as everywhere
here, and exact: a circle's unit keeps so many decimals, and an amount with more is refused, never rounded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, StringConstraints

from .shapes import Amount, Id, Sent

PaymentState = Literal["asked", "paid", "declined", "withdrawn", "lapsed", "taken_back"]
_TEXT = r"^[^\x00-\x08\x0a-\x1f]*$"
Words = Annotated[str, StringConstraints(max_length=200, pattern=_TEXT)]


class TermsShape(Schema):
    """The rules of a circle as numbers. Amounts are null in a gift circle, where nothing is counted."""

    members_only: bool = Field(description="Only members of the keeper may join.")
    balances_open: bool = Field(description="Members see each other's balances and payments.")
    free_line: Amount | None = Field(description="How far below zero anybody may go.")
    most_line: Amount | None = Field(description="Nobody owes more.")
    ceiling: Amount | None = Field(description="Nobody holds more; null: no such limit.")
    issue_limit: Amount | None = Field(description="How much the circle itself may owe.")
    demurrage_free: Amount | None = Field(description="What is held up to here pays no demurrage.")
    demurrage_per_mille: int = Field(description="A month, of what is held above that.")
    levy_per_mille: int = Field(description="Of each payment, from who is paid, into the circle's own account.")
    growth_percent: int = Field(description="By how much of what one both earned and spent the line grows.")
    vouchers_needed: int = Field(description="How many must vouch before one may owe more than the free line.")
    warn_percent: int = Field(description="Share of a limit from which an account counts as near it.")
    lapses: date | None = Field(description="The day on which notes lose their worth.")
    promise: str = Field(description="What the notes are good for.")


class ClauseShape(Schema):
    """One rule of a circle in words, in the reader's language, as on its page. term: the field of the terms."""

    number: int
    term: str
    sentence: str


class CircleShape(Schema):
    """A circle: whose it is, in what it counts, and by which rules."""

    id: str
    name: str
    sort: str = Field(description="gift, time, credit or currency.")
    keeper: str = Field(description="The association whose circle it is.")
    keeper_name: str
    specification: str = Field(description="What is paid in it, of `/specifications`; empty in a gift circle.")
    unit: str = Field(description="The unit of its amounts, of `/units`; empty in a gift circle.")
    symbol: str
    decimals: int = Field(description="So many decimals an amount may have.")
    begun: date
    winding_down: date | None
    ended: date | None
    members: int = Field(description="How many accounts are open.")
    terms: TermsShape
    clauses: list[ClauseShape]


class CircleDetail(CircleShape):
    """A circle, and what you may do in it."""

    inside: bool = Field(description="You take part: yourself, or for somebody whose book you keep.")
    sees_accounts: bool = Field(description="Everybody's balance and payments are open to you.")


class MemberShape(Schema):
    """Somebody with an account in a circle. balance: null where it is not yours to see."""

    holder: str
    name: str
    of_circle: bool = Field(description="The circle's own account.")
    frozen: bool
    balance: Amount | None


class StakeShape(Schema):
    """With how much somebody vouches."""

    agent: str
    name: str
    stake: Amount


class AccountShape(Schema):
    """One account. Amounts are null in a gift circle; a limit is null where there is none."""

    circle: str
    circle_name: str
    holder: str
    name: str
    mine: bool = Field(description="You act for its holder.")
    balance: Amount | None
    floor: Amount | None = Field(description="The lowest balance.")
    ceiling: Amount | None = Field(description="The highest balance.")
    can_pay: Amount | None = Field(description="What may still be spent; null: no limit.")
    can_take: Amount | None = Field(description="What may still come in; null: no limit.")
    near: str = Field(description='"low" or "high" where a limit is near, or empty.')
    standing: str = Field(description="open; frozen (is paid, but pays nothing); waiting (others opened it, and its "
                                      "own side joins by paying from it); closed.")
    frozen_because: str
    since: date
    until: date | None
    vouched_by: list[StakeShape]
    vouches_for: list[StakeShape]


class StatementLineShape(Schema):
    """One change of an account. payment: the payment that it belongs to, or empty."""

    event: str
    at: datetime
    partner: str
    partner_name: str
    change: Amount
    balance: Amount = Field(description="Where the account stood afterwards.")
    payment: str
    category: str
    note: str
    of_circle: bool = Field(description="A levy, demurrage or the like, and no payment of its own.")
    takes_back: bool = Field(description="It takes an earlier line back.")
    taken_back: bool = Field(description="Its payment was taken back since.")


class AccountStatementShape(Schema):
    """A page of an account's history, the newest first. opening: before the oldest line; closing: after the newest.
    next_before: pass it as `before` for the page before this."""

    lines: list[StatementLineShape]
    opening: Amount | None
    closing: Amount | None
    next_before: int | None


class PaymentShape(Schema):
    """A payment as it stands now."""

    id: str
    circle: str
    state: PaymentState
    payer: str
    payer_name: str
    payee: str
    payee_name: str
    amount: Amount
    levy: Amount = Field(description="Of the amount, what went to the circle.")
    category: str
    note: str
    links_to: str = Field(description="The offer, need, order or task that it is for, or empty.")
    said: str = Field(description="Why it was declined, withdrawn, not paid or taken back.")
    made_by: str = Field(description="Who wrote it.")
    made: datetime
    at: datetime = Field(description="When what it is for happened.")
    due: date | None = Field(description="After this day, what was asked for lapses.")
    settled: datetime | None = Field(description="When it came to stand as it does.")
    event: str = Field(description="Its entry, of `/events`, or empty.")
    together: str = Field(description="The same for payments that were written together, or empty.")
    answers: list[str] = Field(description="What you may do with it now: accept, decline, withdraw, take-back.")


class PaymentsShape(Schema):
    """Payments, the newest first. next_before: pass it as `before` for the page before this."""

    payments: list[PaymentShape]
    next_before: str | None


class _Said(Sent):
    amount: Amount = Field(description="Above zero, with at most the circle's decimals.")
    category: Annotated[str, StringConstraints(max_length=60, pattern=_TEXT)] = Field(
        "", description="What for, in a word or two.")
    note: Annotated[str, StringConstraints(max_length=500, pattern=_TEXT)] = Field(
        "", description="Both sides read it; it is erasable.")
    links_to: Annotated[Id, StringConstraints(max_length=40)] = Field(
        "", description="The offer, need, order or task that it is for.")


class PaymentIn(_Said):
    """A payment to be made now."""

    payer: Id = Field("", description="Who pays; empty: you.")
    payee: Id = Field(min_length=1)
    at: AwareDatetime | None = Field(None, description="When what it is for happened; null: now.")


class RequestIn(_Said):
    """Somebody is asked to pay. Nothing moves until they accept."""

    payer: Id = Field(min_length=1, description="Who is asked.")
    payee: Id = Field("", description="Who would be paid; empty: you.")
    due: date | None = Field(None, description="After this day it lapses by itself.")


class SaidIn(Sent):
    """Why, if you like. The other side reads it."""

    said: Words = ""


class TakeBackIn(Sent):
    """Why it is taken back. Both sides read it."""

    reason: Words = Field(min_length=1)


class NoticeShape(Schema):
    """An offer or need on the board."""

    id: str
    kind: Literal["offer", "need"]
    who: str
    who_name: str
    specification: str
    name: str = Field(description="What it is about.")
    quantity: Amount | None
    effort: Amount | None
    returns: str = Field(description="What is hoped for in return: gift, circle, barter, share, or a mode.")
    circle: str = Field(description="The circle in which it is paid, or empty.")
    asks: Amount | None = Field(description="How much, in that circle.")
    place: str = Field(description="About where, by its name, or empty.")
    note: str
    made: datetime
    until: date | None = Field(description="The last day.")
    mine: bool


class NoticesShape(Schema):
    """Notices, the newest first. next_before: pass it as `before` for the page before this."""

    notices: list[NoticeShape]
    next_before: str | None
