"""Everything that can be read from the ledger, as frozen snapshots (see views.py).

Histories are read page by page along an index (by position or by seq), so that the millionth entry is as near
as the first. Who may see what is not asked here but by the doors: `may_see_event` and
`people.queries.may_see_book` tell them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from commonstead.core.flows.chain import BEGINNING
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.people import queries as people

from .catalogue import unit_table as units
from .models import (
    Agreement,
    Book,
    BookEntry,
    Commitment,
    EconomicEvent,
    EconomicResource,
    EventText,
    Intent,
    Process,
    ResourceMove,
    ResourceSpecification,
)
from .views import (
    AgreementView,
    BookLine,
    BookPage,
    ChainLink,
    CommitmentView,
    EventView,
    FlowSum,
    IntentView,
    MoveView,
    ProcessView,
    ResourceView,
    SpecificationView,
    Statement,
)


def specification(specification_id: str) -> SpecificationView | None:
    """What a thing is, or None."""
    row = ResourceSpecification.objects.filter(id=specification_id).first()
    return _specification(row) if row else None


def specifications(sort: str | None = None) -> tuple[SpecificationView, ...]:
    """All things of the town, or those of one sort, by name."""
    rows = ResourceSpecification.objects.filter(sort=sort) if sort else ResourceSpecification.objects.all()
    return tuple(map(_specification, rows.order_by("name", "id")))


def resource(resource_id: str) -> ResourceView | None:
    """A stock or single thing, or None."""
    row = EconomicResource.objects.filter(id=resource_id).select_related("specification").first()
    return _resource(row) if row else None


def resources_of(agent_id: str) -> tuple[ResourceView, ...]:
    """What an agent has, by thing."""
    return _resources(accountable=agent_id)


def resources_conforming_to(specification_id: str) -> tuple[ResourceView, ...]:
    """Who has some of a thing: all its stocks, by agent."""
    return _resources(specification_id=specification_id)


def stock_of(agent_id: str, specification_id: str) -> int:
    """What an agent has of a thing in its ordinary stock (accounting quantity); 0 where there is none."""
    return EconomicResource.objects.filter(
        accountable=agent_id, specification_id=specification_id, ordinary=True).values_list(
        "accounting_quantity", flat=True).first() or 0


def holdings() -> tuple[tuple[str, str, int], ...]:
    """(specification, agent, accounting quantity) of every stock that holds something: one query for the town."""
    rows = EconomicResource.objects.filter(accounting_quantity__gt=0).order_by("specification_id", "id")
    return tuple(rows.values_list("specification_id", "accountable", "accounting_quantity"))


def statement(resource_id: str, before: int | None = None, count: int = 50) -> Statement:
    """A page of a resource's history with its running balance, newest first; `before` is a position."""
    rows = ResourceMove.objects.filter(resource=resource_id).order_by("-position")
    if before is not None:
        rows = rows.filter(position__lt=before)
    page = list(rows[:count])
    events = {event.seq: event for event in EconomicEvent.objects.filter(seq__in=[row.event_seq for row in page])}
    moves = tuple(_move(row, events[row.event_seq]) for row in page)
    return Statement(
        resource_id, moves, moves[-1].accounting_after - moves[-1].accounting_change if moves else 0,
        moves[0].accounting_after if moves else 0, page[-1].position if page and page[-1].position > 1 else None)


def event(event_id: str) -> EventView | None:
    """An event with its texts, or None."""
    return next(iter(_events(EconomicEvent.objects.filter(id=event_id))), None)


def notes_of(event_ids: Iterable[str]) -> dict[str, str]:
    """By event: the note beside it, where there is one."""
    return dict(EventText.objects.filter(event__in=list(event_ids)).exclude(note="").values_list("event", "note"))


def writers_of(event_ids: Iterable[str]) -> dict[str, str]:
    """By event: who wrote it or, where it was taken back, who did that. Two queries, however many."""
    ids = list(event_ids)
    found = dict(EconomicEvent.objects.filter(id__in=ids).values_list("id", "booked_by"))
    return found | dict(EconomicEvent.objects.filter(corrects__in=ids).values_list("corrects", "booked_by"))


def events(agent: str | None = None, specification: str | None = None, process: str | None = None,
           since: datetime | None = None, until: datetime | None = None, before: int | None = None,
           count: int = 50) -> tuple[EventView, ...]:
    """Events by what they are about, newest first by seq; since ≤ at < until; `before` is a seq."""
    where, newest_first, place = Q(), "-seq", "seq"
    if agent == OUTSIDE:
        where &= Q(provider=agent) | Q(receiver=agent)
    elif agent is not None:  # along its book, so that a long one is not read in full
        where, newest_first, place = Q(entries__book=agent), "-entries__event_id", "entries__event_id"
    if specification is not None:
        where &= Q(specification=specification)
    if process is not None:
        where &= Q(input_of=process) | Q(output_of=process)
    if since is not None:
        where &= Q(at__gte=since)
    if until is not None:
        where &= Q(at__lt=until)
    if before is not None:
        where &= Q(**{f"{place}__lt": before})
    return _events(EconomicEvent.objects.filter(where).order_by(newest_first)[:count])


def recorded(ids: Iterable[str]) -> dict[str, tuple[datetime, int]]:
    """By event: when it was written into the journal, and its seq."""
    rows = EconomicEvent.objects.filter(id__in=list(ids)).values_list("id", "recorded", "seq")
    return {id: (moment, seq) for id, moment, seq in rows}


def events_of_agreements(agreements: Iterable[str]) -> tuple[EventView, ...]:
    """All that was given under some agreements and stands, newest first; what was taken back is left out."""
    taken_back = EconomicEvent.objects.filter(corrects=OuterRef("id"))
    return _events(EconomicEvent.objects.filter(agreement__in=list(agreements), corrects=None)
                   .exclude(Exists(taken_back)).order_by("-at", "-seq"))


def book(agent_id: str, before: int | None = None, count: int = 50) -> BookPage:
    """A page of an agent's book, newest first; `before` is a position. Empty for one that has none yet."""
    head = Book.objects.filter(agent=agent_id).first()
    rows = BookEntry.objects.filter(book=agent_id).order_by("-position")
    if before is not None:
        rows = rows.filter(position__lt=before)
    page = list(rows[:count])
    found = {view.seq: view for view in _events(EconomicEvent.objects.filter(seq__in=[row.event_id for row in page]))}
    return BookPage(agent_id, head.length if head else 0, head.head if head else BEGINNING,
                    tuple(BookLine(row.position, row.hash, found[row.event_id]) for row in page),
                    page[-1].position if page and page[-1].position > 1 else None)


def chain_of(event_id: str) -> tuple[ChainLink, ...]:
    """Where an event is chained: one link for each book it is entered in."""
    links = []
    for entry in BookEntry.objects.filter(event__id=event_id).order_by("book"):
        previous = BookEntry.objects.filter(book=entry.book, position=entry.position - 1).values_list(
            "hash", flat=True).first()
        links.append(ChainLink(entry.book, entry.position, previous or BEGINNING, entry.hash))
    return tuple(links)


def may_see_event(person_id: str, event_id: str) -> bool:
    """Whether a person may see an event: who may read the book of one of its sides, or wrote it."""
    row = EconomicEvent.objects.filter(id=event_id).values_list("provider", "receiver", "booked_by").first()
    if row is None:
        return False
    provider, receiver, booked_by = row
    return person_id == booked_by or any(
        people.may_see_book(person_id, side) for side in {provider, receiver} - {OUTSIDE})


def flow_sums(since: datetime, until: datetime, agent: str | None = None, *,
              by_process: bool = False) -> tuple[FlowSum, ...]:
    """What flowed from since (inclusive) to until (exclusive), added up by the database over provider,
    receiver, thing, action and mode, and by_process also over the process that it went into or came out of."""
    taken_back = EconomicEvent.objects.filter(corrects=OuterRef("id"))
    rows = EconomicEvent.objects.filter(at__gte=since, at__lt=until, corrects=None).exclude(Exists(taken_back))
    if agent is not None:
        rows = rows.filter(Q(provider=agent) | Q(receiver=agent))
    process = ("input_of", "output_of") if by_process else ()
    keys = ("provider", "receiver", "specification", "action", "mode", *process)
    sums = rows.values(*keys).annotate(quantity_sum=Sum("quantity"), effort_sum=Sum("effort"), events=Count("seq"))
    return tuple(FlowSum(
        row["provider"], row["receiver"], row["specification"], Action(row["action"]), _mode(row["mode"]),
        row["quantity_sum"] or 0, row["effort_sum"] or 0, row["events"], row.get("input_of", ""),
        row.get("output_of", "")) for row in sums.order_by(*keys))


def processes_done() -> dict[str, tuple[str, str, Decimal, datetime, datetime | None]]:
    """By process: its doer, recipe and batches, and when it began and was finished."""
    rows = Process.objects.values_list("id", "doer", "recipe", "batches", "begun", "finished")
    return {id: tuple(rest) for id, *rest in rows}


def journal_ends() -> tuple[datetime, datetime] | None:
    """The earliest and the latest moment that the journal tells of, or None while it is empty."""
    first = EconomicEvent.objects.order_by("at").values_list("at", flat=True).first()
    last = EconomicEvent.objects.order_by("-at").values_list("at", flat=True).first()
    return (first, last) if first else None


def last_worked_for(agent_id: str) -> datetime | None:
    """When somebody last worked for an agent, or None."""
    rows = EconomicEvent.objects.filter(receiver=agent_id, action=Action.WORK, corrects=None)
    return rows.order_by("-at").values_list("at", flat=True).first()


def journal_reaches() -> int:
    """The place of the journal's last event; 0 while it is empty. Cheap, for those who look often."""
    return EconomicEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def intent(intent_id: str) -> IntentView | None:
    """One wish or offer, open or done with."""
    row = Intent.objects.filter(id=intent_id).first()
    return IntentView(*_promise(row)) if row else None


def intents(open_only: bool = True, sides: Iterable[str] | None = None) -> tuple[IntentView, ...]:
    """Wishes and offers, all or those of some agents, those due first first; without a day last."""
    rows = Intent.objects.filter(finished=False) if open_only else Intent.objects.all()
    if sides is not None:
        rows = rows.filter(Q(provider__in=(sides := list(sides))) | Q(receiver__in=sides))
    return tuple(IntentView(*_promise(row)) for row in sorted(rows, key=_by_day))


def commitments(agent: str | None = None, open_only: bool = True, *, specification: str | None = None,
                ids: Iterable[str] | None = None) -> tuple[CommitmentView, ...]:
    """Promises, of one agent, about one thing, those of some ids, or all; those due first first, with what was kept of
    each."""
    rows = Commitment.objects.filter(finished=False) if open_only else Commitment.objects.all()
    rows = rows.filter(specification_id=specification) if specification is not None else rows
    rows = rows.filter(id__in=list(ids)) if ids is not None else rows
    if agent is not None:
        rows = rows.filter(Q(provider=agent) | Q(receiver=agent))
    return _commitments(rows)


def open_promises_of(specification: str) -> int:
    """How many promises about one thing are not done with."""
    return Commitment.objects.filter(specification_id=specification, finished=False).count()


def agreement(agreement_id: str) -> AgreementView | None:
    """An agreement with all its promises, or None."""
    row = Agreement.objects.filter(id=agreement_id).first()
    if row is None:
        return None
    return AgreementView(row.id, row.name, row.made, row.ended,
                         _commitments(Commitment.objects.filter(agreement_id=agreement_id)))


def process(process_id: str) -> ProcessView | None:
    """A process with its inputs and outputs, or None."""
    row = Process.objects.filter(id=process_id).first()
    if row is None:
        return None
    ins = _events(EconomicEvent.objects.filter(input_of=process_id).order_by("seq"))
    outs = _events(EconomicEvent.objects.filter(output_of=process_id).order_by("seq"))
    return ProcessView(row.id, row.recipe, row.name, row.doer, row.batches, row.begun, row.finished, ins, outs)


def _specification(row: ResourceSpecification) -> SpecificationView:
    return SpecificationView(row.id, row.name, row.unit, row.sort, row.need_class, row.note, row.source, row.numbers,
                             row.keeper)


def _resources(**where) -> tuple[ResourceView, ...]:
    rows = EconomicResource.objects.filter(**where).select_related("specification")
    return tuple(map(_resource, rows.order_by("specification__name", "accountable", "-ordinary", "id")))


def _resource(row: EconomicResource) -> ResourceView:
    return ResourceView(
        row.id, row.specification_id, row.specification.unit, row.accountable, row.custodian, row.accounting_quantity,
        row.onhand_quantity, row.away_quantity, row.floor, row.ordinary, row.name, row.tracking_identifier, row.stage,
        row.state, row.location, row.contained_in, row.moves, row.ceiling, row.standing)


def _move(row: ResourceMove, of: EconomicEvent) -> MoveView:
    return MoveView(
        row.position, of.id, of.seq, of.at, Action(of.action), _mode(of.mode), of.provider, of.receiver, of.quantity,
        of.effort, of.corrects or "", row.accounting_change, row.onhand_change, row.accounting_after, row.onhand_after)


def _events(rows: Iterable[EconomicEvent]) -> tuple[EventView, ...]:
    rows = list(rows)
    ids = [row.id for row in rows]
    texts = {text.event: text for text in EventText.objects.filter(event__in=ids)}
    corrected = dict(EconomicEvent.objects.filter(corrects__in=ids).values_list("corrects", "id"))
    return tuple(_event(row, texts.get(row.id), corrected.get(row.id, "")) for row in rows)


def _event(row: EconomicEvent, text: EventText | None, corrected_by: str) -> EventView:
    return EventView(
        row.id, row.seq, row.idempotency_key, Action(row.action), _mode(row.mode), row.provider, row.receiver,
        row.specification, row.quantity, row.effort, row.at, row.recorded, row.resource, row.to_resource,
        row.input_of, row.output_of, row.agreement, row.fulfills, row.satisfies, row.stage, row.state, row.location,
        row.corrects or "", corrected_by, row.booked_by, text.note if text else "", text.reason if text else "",
        text is None and '"texts":""' not in row.body, row.body)


def _commitments(rows) -> tuple[CommitmentView, ...]:
    kept = _kept(rows.values("id"))
    return tuple(CommitmentView(
        *_promise(row), row.agreement_id or "", row.satisfies_id or "", row.input_of, row.output_of,
        *kept.get(row.id, (0, 0))) for row in sorted(rows.values_list(*_COMMITMENT, named=True), key=_by_day))


def _kept(ids: QuerySet) -> Mapping[str, tuple[int, int]]:
    """What events have fulfilled of each promise; what was taken back does not count."""
    taken_back = EconomicEvent.objects.filter(corrects=OuterRef("id"))
    rows = EconomicEvent.objects.filter(fulfills__in=ids, corrects=None).exclude(Exists(taken_back))
    sums = rows.values("fulfills").annotate(quantity_sum=Sum("quantity"), effort_sum=Sum("effort"))
    return {row["fulfills"]: (row["quantity_sum"] or 0, row["effort_sum"] or 0) for row in sums}


#: What is read of a commitment. Without the object around it a town's ten thousand debts are read in half the time.
_COMMITMENT = ("id", "action", "mode", "provider", "receiver", "specification_id", "quantity", "effort", "due", "made",
               "finished", "note", "agreement_id", "satisfies_id", "input_of", "output_of")


def _promise(row) -> tuple:
    return (row.id, Action(row.action), _mode(row.mode), row.provider, row.receiver, row.specification_id,
            row.quantity, row.effort, row.due, row.made, row.finished, row.note)


def _by_day(row):
    return (row.due is None, row.due or row.made, row.id)


def _mode(word: str) -> Mode | None:
    return Mode(word) if word else None


__all__ = [
    "agreement", "book", "chain_of", "commitments", "event", "events", "events_of_agreements", "flow_sums", "holdings",
    "intent", "intents", "journal_ends", "journal_reaches", "last_worked_for", "may_see_event", "notes_of",
    "open_promises_of", "process", "processes_done", "resource", "resources_conforming_to", "resources_of",
    "specification", "specifications", "statement", "stock_of", "units", "writers_of",
]
