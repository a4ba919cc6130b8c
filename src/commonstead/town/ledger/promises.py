"""Writing what is wished and promised: intents, commitments, agreements, and the processes that flows belong to.

Anyone may wish or offer; a promise is between two; an agreement holds promises together and needs no price
(Exodus 9867-9878). What is kept of them shows in the journal: events that fulfil them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import queries as people

from .ids import new_id
from .models import Agreement, Commitment, Intent, Process, ResourceSpecification


def intend(action: Action, specification: str, *, provider: str = "", receiver: str = "", quantity: int | None = None,
           effort: int | None = None, mode: Mode | None = None, due: datetime | None = None, note: str = "",
           made: datetime | None = None) -> str:
    """A wish (receiver known) or an offer (provider known); the other side is open. quantity: integer in the
    specification's unit; effort: hundredths of an hour. Returns the intent's id.
    Refused: ledger.one_side_open, and as `commit_to`."""
    if bool(provider) == bool(receiver):
        _refuse("ledger.one_side_open", gettext_noop("Say who wishes or who offers, and leave the other side open."),
                "provider")
    return _promise(Intent, action, specification, provider, receiver, quantity, effort, mode, due, note, made)


def commit_to(intent: str | None = None, *, action: Action | None = None, specification: str = "", provider: str = "",
              receiver: str = "", quantity: int | None = None, effort: int | None = None, mode: Mode | None = None,
              due: datetime | None = None, note: str = "", agreement: str | None = None, input_of: str = "",
              output_of: str = "", made: datetime | None = None) -> str:
    """A promise between two. Returns its id. From an intent it takes everything that is not given here; of its
    amount, what nobody has promised yet. The same two promise an intent once: asked again, the id is the first one's.
    An intent whose whole amount is promised is closed.
    Refused: ledger.link_unknown, ledger.taken_up, ledger.two_sides_needed, ledger.agent_unknown,
    ledger.specification_unknown, ledger.amount_missing, ledger.mode_missing."""
    with transaction.atomic():
        wish = None
        if intent is not None:
            wish = Intent.objects.select_for_update().filter(id=intent).first() or _link_unknown("intent")
            provider, receiver = provider or wish.provider, receiver or wish.receiver
            promised = Commitment.objects.filter(satisfies=wish)
            if first := promised.filter(provider=provider, receiver=receiver, finished=False).first():
                return first.id
            if wish.finished:
                _refuse("ledger.taken_up", gettext_noop("This has been taken up already."), "intent")
            action, specification = action or Action(wish.action), specification or wish.specification_id
            quantity, effort = quantity or _left(wish, "quantity"), effort or _left(wish, "effort")
            mode, due = mode or (Mode(wish.mode) if wish.mode else None), due or wish.due
        promise = _commit(action, specification, provider, receiver, quantity, effort, mode, due, note, made,
                          agreement_id=agreement, satisfies=wish, input_of=input_of, output_of=output_of)
        if wish is not None and not _left(wish, "quantity") and not _left(wish, "effort"):
            Intent.objects.filter(id=wish.id).update(finished=True)
    return promise


def _left(wish: Intent, what: str) -> int | None:
    """How much of a wish nobody has promised; None where it asks for none."""
    asked = getattr(wish, what)
    promised = Commitment.objects.filter(satisfies=wish).aggregate(all=Sum(what))["all"] or 0
    return None if asked is None else max(0, asked - promised)


def _commit(action, specification, provider, receiver, quantity, effort, mode, due, note, made, *, agreement_id,
            **more) -> str:
    if agreement_id is not None and not Agreement.objects.filter(id=agreement_id).exists():
        _link_unknown("agreement")
    if not provider or not receiver:
        _refuse("ledger.two_sides_needed", gettext_noop("A promise is between two. Say who gives and who receives."),
                "provider" if not provider else "receiver")
    return _promise(Commitment, action, specification, provider, receiver, quantity, effort, mode, due, note, made,
                    agreement_id=agreement_id, **more)


def agree(name: str, *, made: date | None = None, commitments: Iterable[Mapping] = ()) -> str:
    """An agreement with its promises, each the keyword arguments of `commit_to`. Returns its id."""
    with transaction.atomic():
        agreement = Agreement.objects.create(id=new_id(), name=name[:120], made=made or timezone.localdate())
        for words in commitments:
            commit_to(agreement=agreement.id, **words)
    return agreement.id


def end_agreement(agreement: str, *, on: date | None = None) -> None:
    """The agreement ends; what was promised under it is promised no longer. Refused: ledger.link_unknown."""
    with transaction.atomic():
        if not Agreement.objects.filter(id=agreement).update(ended=on or timezone.localdate()):
            _link_unknown("agreement")
        Commitment.objects.filter(agreement_id=agreement).update(finished=True)


def finish_promise(promise: str) -> None:
    """An intent or commitment is done with, kept or not. Refused: ledger.link_unknown."""
    if not any(model.objects.filter(id=promise).update(finished=True) for model in (Intent, Commitment)):
        _link_unknown("promise")


def reopen_promise(commitment: str) -> None:
    """A commitment that was said to be done with is open again, unless its agreement has ended. Refused:
    ledger.link_unknown."""
    if not Commitment.objects.filter(id=commitment).exists():
        _link_unknown("promise")
    Commitment.objects.filter(id=commitment).exclude(agreement__ended__isnull=False).update(finished=False)


def hold_promise(commitment: str) -> None:
    """Nobody else changes a commitment, or holds it, until the transaction is over; there need be none."""
    list(Commitment.objects.select_for_update().filter(id=commitment).values_list("id"))


def begin_process(*, doer: str, recipe: str = "", name: str = "", batches: Decimal | int | str = 1,
                  begun: datetime | None = None) -> str:
    """Something begins to be made. doer: agent id.  recipe: slug or "".  Returns the process id.
    Refused: ledger.agent_unknown, ledger.amount_missing."""
    _known_agent(doer, "doer")
    if Decimal(str(batches)) <= 0:
        _amount_missing("batches")
    return Process.objects.create(id=new_id(), doer=doer, recipe=recipe, name=name[:120], batches=Decimal(str(batches)),
                                  begun=begun or timezone.now()).id


def finish_process(process: str, *, at: datetime | None = None) -> None:
    """It is done. Refused: ledger.link_unknown."""
    if not Process.objects.filter(id=process).update(finished=at or timezone.now()):
        _link_unknown("process")


def _promise(model, action, specification, provider, receiver, quantity, effort, mode, due, note, made, **more) -> str:
    for field, agent in (("provider", provider), ("receiver", receiver)):
        if agent:
            _known_agent(agent, field)
    if action is None or not ResourceSpecification.objects.filter(id=specification).exists():
        _refuse("ledger.specification_unknown",
                gettext_noop("The town's list of things has no “{thing}”. Choose from the list or add it."),
                "specification", thing=specification)
    if (quantity or 0) <= 0 and (effort or 0) <= 0:
        _amount_missing("quantity")
    if action in TRANSFERS and mode is None and model is Commitment:
        _refuse("ledger.mode_missing", gettext_noop("Say in which way it changes hands: {modes}."), "mode",
                modes=", ".join(Mode))
    return model.objects.create(
        id=new_id(), action=Action(action), mode=mode or "", provider=provider, receiver=receiver,
        specification_id=specification, quantity=quantity, effort=effort, due=due, note=note,
        made=made or timezone.now(), **more).id


def _known_agent(agent: str, field: str) -> None:
    if people.agent(agent) is None:
        _refuse("ledger.agent_unknown", gettext_noop("“{field}” names nobody who is known here. Choose from the list."),
                field, field=field)


def _amount_missing(field: str) -> None:
    _refuse("ledger.amount_missing", gettext_noop("Say how much, as a number above zero."), field)


def _link_unknown(field: str) -> None:
    _refuse("ledger.link_unknown",
            gettext_noop("“{field}” names something that is not in the books. Choose from the list."), field,
            field=field)


def _refuse(clause: str, template: str, field: str, /, **params) -> None:
    raise Refused(Refusal(clause, template, params, field=field))
