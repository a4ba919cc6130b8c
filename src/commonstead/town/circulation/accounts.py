"""Joining, leaving, freezing, and answering for one another.

No credit without somebody who vouches, and who vouches stakes part of the own line: careless admission is what
community currencies died of. What a voucher answered for is called in only when a member cannot settle, and the
remainder is the circle's own loss, in its own books.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from commonstead.core.circulation.sharing_out import share_out
from commonstead.core.circulation.terms import limits_of, read_terms
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.ledger import queries as ledger
from commonstead.town.ledger.ids import new_id
from commonstead.town.people import queries as people

from .asking import account_of, acts_for, circle_of, in_one_go, keeps, refuse
from .circles import draw_limits, open_account, say_yes
from .models import Account, Circle, Voucher
from .payments import Slip, pay_together


def join_circle(circle_id: str, holder: str, *, by: str, on: date | None = None) -> None:
    """A person, household or association joins: an account at zero. Whoever keeps the circle's book may open one for
    somebody; where that side could answer on a screen, it pays nothing until they join themselves, or first pay.
    Joining twice changes nothing.
    Refused: circles.not_yours, circles.winding_down, circles.members_only, circles.gone."""
    circle = circle_of(circle_id)
    mine = people.may_book_for(by)
    if circle.keeper not in mine:
        acts_for(holder, by)
    view = people.agent(holder)
    if view is None or view.until is not None:
        refuse("circles.gone", gettext_noop("Whoever has left the town joins no circle."), "holder")
    if circle.winding_down:
        refuse("circles.winding_down", gettext_noop("“{circle}” is being wound down and takes nobody in any more."),
               "circle", circle=circle.name)
    if read_terms(circle.terms).members_only and not _belongs(holder, circle.keeper):
        refuse("circles.members_only", gettext_noop("“{circle}” is for members of {keeper}. Join there first."),
               "holder", circle=circle.name, keeper=people.names([circle.keeper])[circle.keeper])
    there = Account.objects.filter(circle=circle, holder=holder, until=None).first()
    if there is None:
        said_yes = holder in mine or not people.can_answer(holder)
        in_one_go(lambda: open_account(circle, holder, on or timezone.localdate(), said_yes=said_yes))
    elif holder in mine:
        say_yes(circle, [holder])


def leave_circle(circle_id: str, holder: str, *, by: str) -> None:
    """An account at zero is closed, and with it ends what its holder vouched for, and who vouched for it. Always free,
    once nothing is owed either way. Refused: circles.not_yours, circles.keeper_stays, accounts.not_at_zero, and as
    `end_vouching` where somebody owes on what was staked."""
    circle = circle_of(circle_id)
    acts_for(holder, by)
    if holder == circle.keeper:
        refuse("circles.keeper_stays", gettext_noop(
            "{keeper} keeps “{circle}” and stays in it. To end the circle, wind it down."), "holder",
            keeper=people.names([holder])[holder], circle=circle.name)

    def write() -> None:
        account = account_of(circle, holder)
        if _balance(account):
            refuse("accounts.not_at_zero", gettext_noop(
                "This account does not stand at zero. Earn what is missing, or give away what is left, and leave then."
            ), "holder")
        account.until = timezone.localdate()
        account.save()
        draw_limits(circle, account)
        for row in Voucher.objects.filter(Q(voucher=holder) | Q(holder=holder), circle=circle, until=None):
            if row.voucher == holder:
                _may_shrink(circle, row, 0, "holder")
            _end(circle, row)

    in_one_go(write)


def freeze(circle_id: str, holder: str, *, by: str, reason: str) -> None:
    """The account pays nothing until it is opened again; it can still be paid to.
    Refused: circles.not_the_keeper, circles.reason_missing."""
    if not reason.strip():
        refuse("circles.reason_missing", gettext_noop("Say why: the member will read it."), "reason")
    _set_frozen(circle_id, holder, by, reason.strip()[:200])


def unfreeze(circle_id: str, holder: str, *, by: str) -> None:
    """The account pays again. Refused: circles.not_the_keeper."""
    _set_frozen(circle_id, holder, by, "")


def _set_frozen(circle_id: str, holder: str, by: str, because: str) -> None:
    circle = circle_of(circle_id)
    keeps(circle, by)

    def write() -> None:
        account = account_of(circle, holder)
        account.frozen_because = because
        account.save()
        draw_limits(circle, account)

    in_one_go(write)


def vouch(circle_id: str, *, voucher: str, holder: str, stake: int, by: str) -> None:
    """One member answers for another with part of the own line that neither is owed nor staked already; again changes
    the stake. Refused: circles.not_yours, circles.vouch_for_oneself, circles.keeper_bears_anyway,
    circles.stake_missing, circles.stake_too_large, accounts.none, accounts.frozen, accounts.waiting; a smaller stake:
    as `end_vouching`."""
    circle = circle_of(circle_id)
    acts_for(voucher, by, "voucher")
    if voucher == holder:
        refuse("circles.vouch_for_oneself", gettext_noop("Nobody answers for themselves. Choose somebody else."),
               "holder")
    if voucher == circle.keeper:
        refuse("circles.keeper_bears_anyway", gettext_noop(
            "{keeper} bears anyway what nobody answers for. Let a member vouch."), "voucher",
            keeper=people.names([voucher])[voucher])
    if stake <= 0:
        refuse("circles.stake_missing", gettext_noop("Say with how much you answer, as a number above zero."), "stake")

    def write() -> None:
        account_of(circle, holder)
        own = account_of(circle, voucher, "voucher")
        row = Voucher.objects.filter(circle=circle, voucher=voucher, holder=holder, until=None).first()
        if row and stake <= row.stake:
            _may_shrink(circle, row, stake, "stake")
        else:
            _may_stake(circle, own, stake - (row.stake if row else 0))
        Voucher.objects.update_or_create(circle=circle, voucher=voucher, holder=holder, until=None,
                                         defaults={"stake": stake, "since": timezone.localdate()})
        draw_limits(circle, own)
        draw_limits(circle, account_of(circle, holder))

    in_one_go(write)


def end_vouching(circle_id: str, *, voucher: str, holder: str, by: str) -> None:
    """The voucher answers no longer for what is not owed yet: as long as the member's debt, or what the member staked
    for others, needs the stake, it stays. Refused: circles.not_yours, circles.still_owed, circles.still_staked."""
    circle = circle_of(circle_id)
    acts_for(voucher, by, "voucher")

    def write() -> None:
        row = Voucher.objects.filter(circle=circle, voucher=voucher, holder=holder, until=None).first()
        if row is None:
            return
        _may_shrink(circle, row, 0, "holder")
        _end(circle, row)

    in_one_go(write)


def shares_of_debt(circle_id: str, holder: str) -> dict[str, int]:
    """Who would bear what of a member's debt if it is called in: vouchers by their stakes, at most the stake each, and
    the circle's own account ("") what is left. In the unit's steps."""
    circle = circle_of(circle_id, open_only=False)
    account = Account.objects.filter(circle=circle, holder=holder).first()
    debt = max(0, -_balance(account)) if account else 0
    rows = list(Voucher.objects.filter(circle=circle, holder=holder, until=None).order_by("id"))
    covered = min(debt, sum(row.stake for row in rows))
    shares = dict(zip((row.voucher for row in rows), share_out(covered, [row.stake for row in rows]), strict=True)) \
        if rows else {}
    return {name: part for name, part in (shares | {"": debt - covered}).items() if part}


def call_in(circle_id: str, holder: str, *, by: str, reason: str) -> None:
    """A member cannot settle: those who vouched pay the debt, each with the stake at most, and the circle's own account
    what is left, as far as its terms let it owe. The account stands at zero then and is frozen; what was vouched ends.
    Refused: circles.not_the_keeper, circles.reason_missing, accounts.nothing_owed, and as `pay` (accounts.*)."""
    circle = circle_of(circle_id)
    keeps(circle, by)
    if not reason.strip():
        refuse("circles.reason_missing", gettext_noop("Say why: the member will read it."), "reason")

    def write() -> None:
        account_of(circle, holder)
        shares = shares_of_debt(circle.id, holder)
        if not shares:
            refuse("accounts.nothing_owed", gettext_noop("Nothing is owed on this account."), "holder")
        for row in Voucher.objects.filter(circle=circle, holder=holder, until=None):
            _end(circle, row)
        turn = new_id()
        pay_together(circle.id, [
            Slip(voucher or circle.keeper, holder, part, f"called in {turn} {place}", note=reason, levy=0)
            for place, (voucher, part) in enumerate(shares.items())], by=by)
        account = account_of(circle, holder)
        account.frozen_because = reason.strip()[:200]
        account.save()
        draw_limits(circle, account)

    in_one_go(write)


def _may_shrink(circle: Circle, row: Voucher, stake: int, field: str) -> None:
    """Refused where what its holder owes and staked for others would be more than the line with only so much of the
    stake, none at 0: circles.still_owed, circles.still_staked."""
    account = account_of(circle, row.holder)
    others = Voucher.objects.filter(circle=circle, holder=row.holder, until=None).exclude(id=row.id)
    line = _line(circle, account, [*others.values_list("stake", flat=True), *[stake] * bool(stake)])
    debt, staked = max(0, -_balance(account)), _staked(circle, row.holder)
    if debt + sum(staked.values()) <= line:
        return
    names = people.names([row.holder, *staked])
    if debt > line or not staked:
        refuse("circles.still_owed", gettext_noop(
            "{name} owes more than the line without this stake. Once that is earned back, it can go."), field,
            name=names[row.holder])
    refuse("circles.still_staked", gettext_noop(
        "{name} answers for {others} with this stake. Once {name} vouches for less, or has earned back what is owed, "
        "it can go."), field, name=names[row.holder], others=", ".join(sorted(names[one] for one in staked)))


def _may_stake(circle: Circle, own: Account, more: int) -> None:
    """Refused unless so much more of an open account's line is neither owed nor staked: circles.stake_too_large,
    accounts.frozen, accounts.waiting."""
    if own.frozen_because:
        refuse("accounts.frozen", gettext_noop(
            "The account of {name} is frozen and answers for nobody more. The circle can open it again."), "voucher",
            name=people.names([own.holder])[own.holder])
    if not own.said_yes:
        refuse("accounts.waiting", gettext_noop(
            "{name} was taken in by others and has not joined yet. Join first, and vouch then."), "voucher",
            name=people.names([own.holder])[own.holder])
    stakes = Voucher.objects.filter(circle=circle, holder=own.holder, until=None).values_list("stake", flat=True)
    room = _line(circle, own, stakes) - max(0, -_balance(own)) - sum(_staked(circle, own.holder).values())
    if more > room:
        refuse("circles.stake_too_large", gettext_noop(
            "You can only answer with what you could still owe yourself. Choose a smaller stake, or earn back first "
            "what you owe."), "stake")


def _line(circle: Circle, account: Account, stakes: Iterable[int]) -> int:
    """How far below zero an account may go with those stakes for it, and with nothing staked for others."""
    limits = limits_of(circle.sort, read_terms(circle.terms), stakes=stakes, earned=account.earned,
                       spent=account.spent, personal=(account.line, account.ceiling))
    return -(limits.floor or 0)


def _staked(circle: Circle, holder: str) -> dict[str, int]:
    """Whom somebody answers for, and with how much."""
    return dict(Voucher.objects.filter(circle=circle, voucher=holder, until=None).values_list("holder", "stake"))


def _balance(account: Account) -> int:
    return ledger.resource(account.resource).accounting if account.resource else 0


def _end(circle: Circle, row: Voucher) -> None:
    row.until = timezone.localdate()
    row.save()
    for holder in (row.voucher, row.holder):
        if account := Account.objects.filter(circle=circle, holder=holder).first():
            draw_limits(circle, account)


def _belongs(holder: str, association: str) -> bool:
    circle = {holder, people.household_of(holder)}
    return any(view.member in circle for view in people.members_of(association))
