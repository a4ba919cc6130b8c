"""Slips from paper and files into a circle: a dry run first, by the real rules, then all of them or all that are good.

The dry run writes everything in a transaction and takes that back; so what it says is what would happen, limits
included. Writing is one transaction: an interrupted one leaves nothing behind. Each line has a key of its own, so that
a sheet that is sent twice, or a file that is brought in again, writes nothing twice (Exodus 12308: slips of a
neighbour without a phone count like anybody's).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from commonstead.core.circulation.slip_lines import SlipLine
from commonstead.core.circulation.terms import read_terms
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.ledger.weather import patiently

from .asking import circle_of, keeps
from .meaning import Meanings
from .models import Circle, Payment
from .payments import Slip, pay_together, take_back, with_unit

#: How many go to the pen at once. Where lines grow with trade, each payment moves the next one's limit: one by one.
AT_ONCE = 100
#: What is no fault of a name where those who are not in yet are taken in.
_MENDED_BY_TAKING_IN = {"slips.name_unknown", "slips.name_unknown_near", "accounts.none"}


@dataclass
class LineAnswer:
    """What a line does. outcome: "good" (would be or was written), "known" (was written before), "wrong" or "left" (it
    is good, but nothing is written because others are wrong).  payer, payee: agents."""

    line: SlipLine
    outcome: str = "good"
    problems: tuple[Refusal, ...] = ()
    payer: str = ""
    payee: str = ""
    payment: str = ""
    key: str = ""


@dataclass(frozen=True)
class BroughtIn:
    """answers: in the order of the lines.  written: whether anything was kept.  new: names that became members.
    half: of lines that could not be read whole, what is wrong with their names."""

    answers: tuple[LineAnswer, ...]
    written: bool
    new: tuple[str, ...] = ()
    half: tuple[LineAnswer, ...] = ()

    def count(self, outcome: str) -> int:
        """How many lines have that outcome."""
        return sum(answer.outcome == outcome for answer in self.answers)


@dataclass(frozen=True)
class How:
    """batch: the sheet's own id; "" for a file, whose lines are known by their ids and words.  write: False for a dry
    run.  all_or_none: write nothing unless every line is good.  repeats_too: also lines that look like one that
    stands already.  take_in: open accounts for those who have none, and add people who are not in the town's list.
    means: by name as it was written: an agent's id, or "new"."""

    batch: str = ""
    write: bool = False
    all_or_none: bool = False
    repeats_too: bool = False
    take_in: bool = False
    means: Mapping[str, str] = field(default_factory=dict)


def bring_in(circle_id: str, lines: Iterable[SlipLine], how: How, *, by: str, faults: bool = False,
             half: Iterable[SlipLine] = ()) -> BroughtIn:
    """Write slips from paper or a file into a circle, or tell what would happen. faults: there are other lines that
    could not be read, which counts as wrong lines do.  half: those, as far as they name somebody: whoever has to put
    one right hears of its names too. Refused: circles.not_the_keeper, circles.ended, circles.gift_has_no_amounts; what
    is wrong with single lines is in the answers."""
    circle = with_unit(circle_id)
    keeps(circle, by)
    lines, half = list(lines), list(half)

    def once() -> BroughtIn:
        with transaction.atomic():
            bringing = _Bringing(circle_of(circle_id), how, by)
            names_at_fault = bringing.look_at_names(half)
            done = bringing.bring(lines)
            wrong = faults or done.count("wrong") > 0
            keep = how.write and not (how.all_or_none and wrong)
            if not keep:
                transaction.set_rollback(True)
        if how.write and not keep:
            for answer in done.answers:
                answer.outcome = "left" if answer.outcome == "good" else answer.outcome
        return BroughtIn(done.answers, keep and done.count("good") > 0, done.new, names_at_fault)

    return patiently(once)


class _Bringing:
    """One run over all lines, inside one transaction."""

    def __init__(self, circle: Circle, how: How, by: str):
        self.circle, self.how, self.by = circle, how, by
        self.meanings = Meanings(circle, by, how)
        self.at_once = 1 if read_terms(circle.terms).growth_percent else AT_ONCE

    def look_at_names(self, lines: Iterable[SlipLine]) -> tuple[LineAnswer, ...]:
        """What is wrong with names of lines that are wrong anyhow. Nobody is taken in for them."""
        looking = Meanings(self.circle, self.by, replace(self.how, take_in=False))
        found = []
        for line in lines:
            answer = self._named(line, looking, [side for side in ("payer", "payee") if getattr(line, side)])
            answer.problems = tuple(one for one in answer.problems
                                    if not (self.how.take_in and one.clause in _MENDED_BY_TAKING_IN))
            answer.outcome = "wrong"
            found.append(answer)
        return tuple(found)

    def bring(self, lines: Sequence[SlipLine]) -> BroughtIn:
        answers = [self._named(line, self.meanings) for line in lines]
        self._give_keys(answers)
        self._mark_known([answer for answer in answers if answer.outcome == "good"])
        if not self.how.repeats_too:
            self._mark_repeats([answer for answer in answers if answer.outcome == "good"])
        waiting: list[LineAnswer] = []
        for back, answer in _in_order([answer for answer in answers if answer.outcome == "good"]):
            if answer.line.state in ("paid", "taken_back") and not back:
                waiting.append(answer)
                if len(waiting) < self.at_once:
                    continue
            self._pay(waiting)
            waiting = []
            if back and answer.outcome == "good":
                self._take_back(answer)
            elif answer.line.state not in ("paid", "taken_back"):
                self._keep_slip(answer)
        self._pay(waiting)
        self._bind(answers)
        return BroughtIn(tuple(answers), False, self.meanings.new)

    def _named(self, line: SlipLine, meanings: Meanings, sides: Iterable[str] = ("payer", "payee")) -> LineAnswer:
        answer, problems = LineAnswer(line), []
        for side in sides:
            try:
                setattr(answer, side, meanings.agent(getattr(line, side), side))
            except Refused as refused:
                problems += refused.refusals
        if answer.payer and answer.payer == answer.payee:
            problems.append(Refusal("payments.to_oneself", gettext_noop(
                "This pays from an account to itself. Choose another one."), field="payee"))
        if line.state == "taken_back" and not line.reason and not line.id:
            problems.append(Refusal("slips.reason_missing", gettext_noop("Say why it was taken back."), field="reason"))
        if problems:
            answer.outcome, answer.problems = "wrong", tuple(problems)
        return answer

    def _give_keys(self, answers: list[LineAnswer]) -> None:
        """A key for each line: by its place on the sheet, by its id in the file, or by its words."""
        seen: dict[str, int] = {}
        for answer in answers:
            line = answer.line
            if self.how.batch:
                answer.key = f"slips {self.how.batch[:40]} {line.line}"
            elif line.id:
                answer.key = f"file {self.circle.id} {line.id}"
            else:
                words = "\x1f".join(map(str, (*_likeness(answer), line.note, line.state)))
                digest = hashlib.sha256(words.encode()).hexdigest()[:24]
                seen[digest] = seen.get(digest, 0) + 1
                answer.key = f"file {self.circle.id} {digest} {seen[digest]}"

    def _mark_known(self, answers: list[LineAnswer]) -> None:
        """Lines that were written before, under their key or as the slip of this circle that has their id."""
        ours = Payment.objects.filter(circle=self.circle)
        by_id = {row.id: row for row in ours.filter(id__in=[answer.line.id for answer in answers if answer.line.id])}
        by_key = {row.key: row for row in ours.filter(key__in=[answer.key for answer in answers])}
        for answer in answers:
            row = by_key.get(answer.key) or by_id.get(answer.line.id)
            if row is None:
                continue
            answer.payment = row.id
            if (row.payer, row.payee, row.amount) == (answer.payer, answer.payee, answer.line.amount):
                answer.outcome = "known"
            else:
                _wrong(answer, Refusal("slips.line_written", gettext_noop(
                    "This line was written already, and said something else then. Take that payment back first, or "
                    "write a new line."), field="amount"))

    def _mark_repeats(self, answers: list[LineAnswer]) -> None:
        """Lines that say the same as one above them, or as a slip that stands already."""
        payers = {answer.payer for answer in answers}
        stands = {(row.payer, row.payee, row.amount, timezone.localdate(row.at)) for row in
                  Payment.objects.filter(circle=self.circle, payer__in=payers, state="paid")}
        above: dict[tuple, int] = {}
        for answer in answers:
            same = _likeness(answer)
            if answer.line.id:
                continue
            if same in above:
                _wrong(answer, Refusal("slips.twice", gettext_noop(
                    "This says the same as line {line}. If it happened twice, choose to write repeated ones too."),
                    {"line": above[same]}, field="amount"))
            elif same[:4] in stands:
                _wrong(answer, Refusal("slips.stands_already", gettext_noop(
                    "The same payment of that day stands already. If it happened twice, choose to write repeated ones "
                    "too."), field="amount"))
            else:
                above[same] = answer.line.line

    def _pay(self, answers: list[LineAnswer]) -> None:
        """Write these, and where the rules say no to one, the others without it."""
        slips = {answer.key: Slip(
            answer.payer, answer.payee, answer.line.amount, answer.key, _moment(answer.line), answer.line.category,
            answer.line.note, answer.line.links_to,
            levy=answer.line.levy if answer.line.id else None,  # of a slip that was paid elsewhere; never of a new one
        ) for answer in answers}
        rest = list(answers)
        while rest:
            try:
                ids = pay_together(self.circle.id, [slips[answer.key] for answer in rest], by=self.by)
            except Refused as refused:
                at_fault = next((answer for answer in rest if slips[answer.key] is refused.subject), None)
                for answer in [at_fault] if at_fault else rest:
                    _wrong(answer, *refused.refusals)
                rest = [answer for answer in rest if answer.outcome == "good"] if at_fault else []
            else:
                for answer, payment in zip(rest, ids, strict=True):
                    answer.payment = payment
                return

    def _take_back(self, answer: LineAnswer) -> None:
        try:
            take_back(answer.payment, by=self.by, reason=answer.line.reason or "–")  # erased, where it comes from
        except Refused as refused:
            _wrong(answer, *refused.refusals)
            raise _Stuck(answer) from refused

    def _keep_slip(self, answer: LineAnswer) -> None:
        """A slip by which nothing moved: asked for, and what became of it."""
        line, moment = answer.line, _moment(answer.line)
        settled = None if line.state == "asked" else timezone.now()
        answer.payment = Payment.objects.create(
            circle=self.circle, payer=answer.payer, payee=answer.payee, amount=line.amount, category=line.category,
            note=line.note, links_to=line.links_to, state=line.state, said=line.reason, key=answer.key,
            made_by=self.by, made=timezone.now(), at=moment, due=line.due, settled=settled).id

    def _bind(self, answers: list[LineAnswer]) -> None:
        """What was written together keeps its word for that: the sheet's, or the one it had in the file."""
        bound: dict[str, list[str]] = {}
        for answer in answers:
            if answer.outcome == "good" and answer.payment:
                bound.setdefault(self.how.batch[:32] or answer.line.together, []).append(answer.payment)
        for word, ids in bound.items():
            Payment.objects.filter(id__in=ids).update(together=word)


class _Stuck(Refused):
    """A line that was paid and could not be taken back: the whole run is undone, because half of it would stand."""

    def __init__(self, answer: LineAnswer):
        super().__init__(*(Refusal(one.clause, one.template, one.params, one.field, answer.line.line)
                           for one in answer.problems))


def _in_order(answers: list[LineAnswer]) -> list[tuple[bool, LineAnswer]]:
    """(whether it is the way back, line): as it happened where the file knows, else in the order of the lines, each
    way back right behind its payment."""
    steps, now = [], datetime.min.replace(tzinfo=UTC)
    for place, answer in enumerate(answers):
        line = answer.line
        now = line.paid or now
        steps.append((now, place, False, answer))
        if line.state == "taken_back":
            steps.append((max(now, line.settled or now), place, True, answer))
    return [(back, answer) for _moment, _place, back, answer in sorted(steps, key=lambda step: step[:3])]


def _likeness(answer: LineAnswer) -> tuple[str, str, int, date | None, str]:
    line = answer.line
    return answer.payer or line.payer, answer.payee or line.payee, line.amount, line.day, line.category.casefold()


def _moment(line: SlipLine) -> datetime:
    """When it happened: the moment, where it agrees with the day, else noon; never still to come."""
    if line.at and line.day in (None, timezone.localdate(line.at)):
        return line.at
    noon = timezone.make_aware(datetime.combine(line.day or timezone.localdate(), time(12)))
    return min(noon, timezone.now() - timedelta(seconds=1))


def _wrong(answer: LineAnswer, *problems: Refusal) -> None:
    answer.outcome, answer.problems = "wrong", problems
