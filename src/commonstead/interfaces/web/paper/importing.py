"""A file of slips, or of members, into a circle: a look first, then all of it or all that is good.

For each name that nobody here has, the page asks who is meant. The file waits outside the database until somebody says
yes; writing is one transaction, and bringing the same file in again writes nothing twice.
"""

from __future__ import annotations

import hashlib
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.circulation.slip_lines import told_apart, who_is_meant
from commonstead.core.vocabulary.refusal import Refusal, Refused
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.designs import waiting
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation.bringing_in import BroughtIn, How, bring_in
from commonstead.town.circulation.member_lists import bring_members
from commonstead.town.circulation.slip_files import read_members, read_slips
from commonstead.town.people import queries as people

from .answers import MOST_SHOWN, faults, good_lines
from .seeing import circle_for_keepers, members

LARGEST_BYTES = 5_000_000
MOST_NAMES, MOST_ALIKE = 60, 10
_NAMES = {"slips.name_unknown", "slips.name_unknown_near", "slips.name_of_several"}


@member_page
def bring_in_file(request, circle_id):
    """Choose a file; look; write."""
    circle = circle_for_keepers(request, circle_id)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    place = f"{request.user.person_id} circle {circle.id}"
    if step == "stop":
        waiting.forget(place)
        return redirect("circle-paper", circle.id)
    if not step:
        return _ask(request, circle)
    content, name, problem = _handed_in(request, place)
    if problem:
        return _ask(request, circle, problem)
    wants_members = request.POST.get("sort") == "members"
    read = read_members if wants_members else partial(read_slips, headed=True)
    bring = bring_members if wants_members else bring_in
    try:
        found = read(content, decimals=circle.decimals, symbol=circle.symbol, today=timezone.localdate())
    except Refused as refused:
        waiting.forget(place)
        return _ask(request, circle, *map(_with_line, refused.refusals))
    looked = _looked_at(content, request.POST)
    sure = request.POST.get("looked") == looked  # what nobody looked at as it is now is looked at first
    how = How(write=sure and step in ("write", "write_all"), all_or_none=step == "write_all",
              repeats_too="repeats_too" in request.POST, take_in="take_in" in request.POST, means=_means(request.POST))
    try:
        more = {} if wants_members else {"half": found.half}
        done = bring(circle.id, found.lines, how, by=request.user.person_id, faults=bool(found.problems), **more)
    except Refused as refused:
        return _look(request, circle, name, found, None, how, looked, [_with_line(one) for one in refused.refusals])
    if done.written:
        return _written(request, circle, place, done, found)
    return _look(request, circle, name, found, done, how, looked, [_(
        "Nothing was written. Put right what is named below, or write only the good ones.")] if how.write and
        not done.count("known") else [])


def _written(request, circle, place: str, done: BroughtIn, found):
    """Tell what was written, and go on to where it stands."""
    good, left = done.count("good"), done.count("wrong") + len({one.line for one in found.problems})
    waiting.forget(place)
    messages.success(request, ngettext("%(n)s line was written.", "%(n)s lines were written.", good) % {"n": good})
    if left:
        messages.error(request, ngettext("%(n)s line was left out. Put it right and bring the file in again; nothing "
                                         "is written twice.", "%(n)s lines were left out. Put them right and bring "
                                         "the file in again; nothing is written twice.", left) % {"n": left})
    return redirect("circle-paper", circle.id)


def _ask(request, circle, *problems: str):
    return render(request, "web/paper/import.html", {
        "circle": circle, "problems": problems, "largest": LARGEST_BYTES // 1_000_000,
        "sort": request.POST.get("sort", "slips")}, status=422 if problems else 200)


def _handed_in(request, place: str) -> tuple[bytes, str, str]:
    """(content, name, what is wrong)."""
    upload = request.FILES.get("file")
    if upload is not None:
        if upload.size > LARGEST_BYTES:
            return b"", "", _("This is larger than %(most)s MB. Split it; parts can be brought in one after another."
                              ) % {"most": LARGEST_BYTES // 1_000_000}
        content = upload.read()
        waiting.keep(place, [(upload.name, content)])
        return content, waiting.plain_name(upload.name), ""
    kept = waiting.kept(place)
    if kept:
        return kept[0][1], kept[0][0], ""
    return b"", "", _("Choose a file first. One that you looked at before is kept for a day.")


def _means(post) -> dict[str, str]:
    """By name as it was written: who is meant, as somebody chose on the page."""
    return {post.get(f"name.{number}", ""): post[f"means.{number}"] for number in range(MOST_NAMES)
            if post.get(f"means.{number}")}


def _with_line(refusal: Refusal) -> str:
    said = reason_of(refusal)
    return _("Line %(line)s: %(said)s") % {"line": refusal.line, "said": said} if refusal.line else said


def _looked_at(content: bytes, post) -> str:
    """The file and what was chosen for it, in short."""
    chosen = post.get("sort"), "take_in" in post, "repeats_too" in post, sorted(_means(post).items())
    return hashlib.sha256(content + repr(chosen).encode()).hexdigest()[:24]


def _look(request, circle, name: str, found, done: BroughtIn | None, how: How, looked: str, problems):
    answers = (*done.answers, *done.half) if done else ()
    wrong = [Refusal(one.clause, one.template, one.params, one.field, answer.line.line)
             for answer in answers for one in answer.problems]
    names = people.names({side for answer in answers for side in (answer.payer, answer.payee)} - {""})
    all_faults = [*found.problems, *wrong]
    good = done.count("good") + done.count("left") if done else 0
    wants_members = request.POST.get("sort") == "members"
    return render(request, "web/paper/import_look.html", {
        "circle": circle, "name": name, "problems": problems, "unknown": found.unknown, "how": how,
        "sort": "members" if wants_members else "slips", "looked": looked,
        "faults": faults(all_faults), "fault_count": len(all_faults), "good": good,
        "wrong": len({one.line for one in all_faults}), "known": done.count("known") if done else 0,
        "lines": None if wants_members else good_lines(answers, circle, names), "most": MOST_SHOWN,
        "member_lines": [answer.line for answer in answers if answer.outcome == "good"] if wants_members else [],
        "new": done.new if done else (), "ask_names": _asked(circle, answers, done, how),
        "repeats": any(one.clause in ("slips.twice", "slips.stands_already") for one in wrong),
    }, status=422 if all_faults or problems else 200)


def _asked(circle, answers, done: BroughtIn | None, how: How) -> list[dict]:
    """Names that nobody has, or several, each with who could be meant; the nearest first."""
    wanted = dict.fromkeys([*how.means, *(done.new if done else ())])
    for answer in answers:
        wanted |= {getattr(answer.line, one.field): None for one in answer.problems
                   if one.clause in _NAMES and one.field in ("payer", "payee")}
    found, inside = [], members(circle)
    town = told_apart({view.id: view.name for view in people.agents()}) if any(wanted) else {}
    for number, said in enumerate(list(filter(None, wanted))[:MOST_NAMES]):
        near = who_is_meant(said, inside).near
        first = [id for id, name in inside.items() if name in near]
        alike = who_is_meant(said, town, first_letters=True).ids  # in town, and not in the circle yet
        everybody = inside | {id: town[id] for id in alike[:MOST_ALIKE] if id not in inside}
        first += [id for id in alike[:MOST_ALIKE] if id not in inside]
        found.append({"number": number, "said": said, "chosen": how.means.get(said, ""),
                      "choices": [(id, everybody[id]) for id in dict.fromkeys([*first, *everybody])]})
    return found
