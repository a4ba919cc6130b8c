"""A list of members into a circle: each gets an account, and the limits that were agreed on for them are asked for.

As with slips, a dry run does it all and takes it back. Limits of one's own need a second pair of eyes, here too: where
there is another member already, they wait for somebody to agree.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from commonstead.core.circulation.slip_lines import MemberLine
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.ledger.weather import patiently
from commonstead.town.people import commands as people_commands

from .accounts import join_circle
from .asking import circle_of, keeps
from .bringing_in import BroughtIn, How, LineAnswer
from .circles import ask_change
from .meaning import NEW, Meanings

NATURES = ("person", "household", "association")


def bring_members(circle_id: str, lines: Iterable[MemberLine], how: How, *, by: str, faults: bool = False) -> BroughtIn:
    """Open an account for each who has none, or tell what would happen. Refused: circles.not_the_keeper,
    circles.ended; what is wrong with single lines is in the answers."""
    keeps(circle_of(circle_id), by)
    lines = list(lines)

    def once() -> BroughtIn:
        with transaction.atomic():
            circle = circle_of(circle_id)
            meanings = Meanings(circle, by, How(take_in=False, means=how.means))
            answers = [_one(circle, line, how, meanings, by) for line in lines]
            wrong = faults or any(answer.outcome == "wrong" for answer in answers)
            keep = how.write and not (how.all_or_none and wrong)
            if not keep:
                transaction.set_rollback(True)
        if how.write and not keep:
            for answer in answers:
                answer.outcome = "left" if answer.outcome == "good" else answer.outcome
        new = tuple(answer.line.name for answer in answers if answer.key == NEW)
        done = BroughtIn(tuple(answers), False, new)
        return BroughtIn(done.answers, keep and done.count("good") > 0, new)

    return patiently(once)


def _one(circle, line: MemberLine, how: How, meanings: Meanings, by: str) -> LineAnswer:
    answer = LineAnswer(line)
    try:
        with transaction.atomic():
            holder = _holder(line, how, meanings, answer)
            if holder in meanings.members:
                answer.outcome = "known"
            else:
                join_circle(circle.id, holder, by=by, on=line.since)
                meanings.members[holder] = line.name
                if line.own_line is not None or line.own_ceiling is not None:
                    ask_change(circle.id, by=by, holder=holder, words={"line": line.own_line,
                                                                       "ceiling": line.own_ceiling})
    except Refused as refused:
        answer.outcome, answer.problems = "wrong", refused.refusals
    return answer


def _holder(line: MemberLine, how: How, meanings: Meanings, answer: LineAnswer) -> str:
    """Whoever in town has the name; somebody new, if that was asked for. Refused: slips.name_unknown,
    slips.name_of_several, slips.nature_unknown."""
    if line.nature and line.nature not in NATURES:
        raise Refused(Refusal("slips.nature_unknown", gettext_noop("“{nature}” is none of: {natures}."),
                              {"nature": line.nature[:30], "natures": ", ".join(NATURES)}, field="nature"))
    told = how.means.get(line.name, "")
    if told and told != NEW:
        return told
    named = [id for id, name in meanings.town.items() if name.casefold() == line.name.casefold()]
    if len(named) > 1:
        among = [id for id in named if id in meanings.members]
        named = among or named
    if len(named) > 1:
        raise Refused(Refusal("slips.name_of_several", gettext_noop(
            "“{said}” fits several: {names}. Write more of the name, or choose who is meant."),
            {"said": line.name, "names": ", ".join(meanings.town[id] for id in named)}, field="name"))
    if named and told != NEW:
        return named[0]
    if not how.take_in or line.nature == "association":
        raise Refused(Refusal("slips.nobody_in_town", gettext_noop(
            "Nobody in town is called “{said}”. Look at the spelling, or choose to add people who are new."),
            {"said": line.name}, field="name"))
    answer.key = NEW
    add = people_commands.add_household if line.nature == "household" else people_commands.add_person
    return add(name=line.name)
