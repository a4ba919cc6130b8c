"""One round: my part in it, what the town sees, and what its keeper can do next."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.people import queries as people

from .asking import found_or_404, tried
from .told import part_words, state_word, sums_words

_USUAL_WINDOW = timedelta(days=7)
#: So many debts are worked out in a second, and so many set-offs written or taken back, on two cores that do something
#: else as well (docs/benchmarks.md).
_WORKED_OUT, _WRITTEN = 5_000, 2_000


@member_page
def begin(request, clearing_id):
    """The keeper begins a round, or comes to the one that is open."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    made: list[str] = []
    tried(request, lambda: made.append(commands.begin_round(clearing_id, by=request.user.person_id)),
          _("A round is begun. Work it out when everybody has put their debts on the table."))
    return redirect("clearing-round", made[0]) if made else redirect("clearing-place", clearing_id)


@member_page
def show(request, round_id):
    """What it is about me, and its sums."""
    view = found_or_404(queries.round_of(round_id))
    place = queries.clearing(view.clearing)
    mine = people.may_book_for(request.user.person_id)
    keeps = place.association in mine
    parts = [part_words(part) for holder in sorted(mine, key=lambda one: one != request.user.person_id)
             if (part := queries.part_of(round_id, holder))]
    told = view.state in ("committed", "undone", "consent") or (keeps and view.state == "preview")
    return render(request, "web/clearing/round.html", {
        "view": view, "place": place, "keeper": people.names([place.association])[place.association],
        "state": state_word(view.state), "parts": parts, "keeps": keeps, "told": told,
        "sums": sums_words(view, place) if told else None, "few": view.few and told, "fewest": queries.FEWEST,
        "proof": queries.proof_holds(round_id) if told and view.worked_out else None,
        "over": view.until is not None and timezone.localdate() > view.until,
        "ready": keeps and any(one.id == view.id for one in queries.rounds_waiting([], [place.association])[1]),
        "long": long_words(view) if keeps else "", "until": (timezone.localdate() + _USUAL_WINDOW).isoformat(),
    })


@member_page
def answer(request, round_id):
    """Yes to what was shown, or leave me out. A yes that does not say to what it is one is a yes to nothing."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    yes, turn = request.POST.get("say") == "yes", _turn(request)
    tried(request, lambda: commands.answer_round(round_id, request.POST.get("holder", ""), yes=yes,
                                                 by=request.user.person_id, turn=-1 if turn is None else turn),
          _("Thank you. It is cleared when the window closes.") if yes else
          _("You are left out of this round. The rest was worked out again."))
    return redirect("clearing-round", round_id)


@member_page
def do(request, round_id):
    """What the keeper does next."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    me, step, reason = request.user.person_id, request.POST.get("step", ""), request.POST.get("reason", "")
    steps = {
        "work-out": (lambda: commands.work_out(round_id, by=me, turn=_turn(request)), _("Worked out.")),
        "ask": (lambda: commands.ask_consent(round_id, by=me, until=_day(request.POST.get("until", ""))),
                _("Everybody whom it is about can see their part now.")),
        "clear": (lambda: commands.commit_round(round_id, by=me),
                  _("Cleared. Every debt that fell stands in the books.")),
        "drop": (lambda: commands.drop_round(round_id, by=me, reason=reason), _("Dropped. Nothing was cleared.")),
        "undo": (lambda: commands.undo_round(round_id, by=me, reason=reason),
                 _("Taken back as a whole. All its debts stand again.")),
    }
    if step in steps:
        tried(request, *steps[step])
    return redirect("clearing-round", round_id)


def long_words(view: queries.RoundView) -> str:
    """What to expect where the next step takes longer than anybody waits without being told; "" where it does not. It
    is one transaction, of which nothing can be seen from outside until all of it is done (docs/decisions/0018)."""
    debts = queries.debts_to_work_through(view.id)
    seconds = ceil(debts / (_WORKED_OUT if view.state in ("gathering", "preview") else _WRITTEN))
    return "" if seconds < 2 else _(
        "%(debts)s debts: that takes about %(seconds)s seconds. Keep the page open; pressed twice it is done once.") % {
            "debts": wording.number(debts), "seconds": seconds}


def _turn(request) -> int | None:
    return whole_number(request.POST.get("turn", ""))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min
