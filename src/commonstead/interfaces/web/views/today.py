"""Today: what waits for me, what I could take up, and how the town stands."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.circles import told as circles
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.steps import Steps
from commonstead.interfaces.web.views.boundary import headline
from commonstead.interfaces.web.waiting import (
    MOST_OPEN,
    Person,
    could_take_up,
    running_out,
    to_agree,
    to_answer,
    waiting_for,
)
from commonstead.town.boundary import queries as boundary
from commonstead.town.circulation import board_commands
from commonstead.town.circulation import board_queries as board
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people


@member_page
def today(request):
    """The first page after coming in."""
    person, every = Person(request.user.person_id), request.GET.get("all") == "1"
    promises, wishes = ledger.commitments(), board.open_intents()
    words = Words(agents={side for one in (*promises, *wishes) for side in (one.provider, one.receiver)})
    answers, frame = boundary.answers(), boundary.frame()
    steps = Steps(answers, frame.currency, words).every() if answers else []
    view = people.agent(person.id)
    return render(request, "web/pages/today.html", {
        "first_name": view.name.split()[0] if view else "", "frame": frame,
        "waiting": [*circles.waiting_lines(request, person.books), *to_answer(person), *to_agree(person),
                    *waiting_for(person, promises, words)],
        "ending": running_out(person, words),
        "open": could_take_up(person, wishes, words, None if every else MOST_OPEN),
        "more": 0 if every else max(0, len(wishes) - MOST_OPEN),
        "figures": headline(answers, frame)[:2] if answers and answers.has_needs else [],
        "next": steps[0] if steps else None,
        "alone": not wishes and not answers,
        "begin": _for_my_hands(person, steps)[:3],
    })


def _for_my_hands(person: Person, steps: list) -> list:
    """Steps that ask for a skill of mine first, then those that save most."""
    return sorted(steps, key=lambda step: not any(person.skills & set(view.hours) for view in step.recipes))


@member_page
def take_up(request, intent_id):
    """I will do it: the open side of a wish becomes mine, or that of a group whose book I keep."""
    if request.method == "POST":
        try:
            board_commands.take_up(intent_id, by=request.user.person_id, who=request.POST.get("who", ""))
        except Refused as refused:
            for refusal in refused.refusals:
                messages.error(request, wording.reason_of(refusal))
        else:
            messages.success(request, _("Yours now. When it is done, write it down from here."))
    return redirect("today")
