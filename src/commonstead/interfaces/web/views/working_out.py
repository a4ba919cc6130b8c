"""Working the answers out again. The page is sent piece by piece while the engine tells its stages, so that one
sees it going on without JavaScript; the last piece leads to the new answers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

from django.db import connection
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.boundary import commands

#: The engine's stages as it says them, told in members' words.
STAGES = {
    "closure": gettext_noop("Looking what can be made from what there is"),
    "unmet": gettext_noop("Meeting the needs, the barest first"),
    "cash": gettext_noop("Finding the plan that spends least"),
    "hours": gettext_noop("Finding the one with the least toil"),
    "just in time": gettext_noop("Doing each thing no earlier than it is needed"),
    "walk-away days": gettext_noop("Counting the days without a wage"),
    "pricing": gettext_noop("Pricing everything in the catalogue"),
    "the catalogue open": gettext_noop("Working out the year with all of it taken up"),
    "solving the best": gettext_noop("Working out the best steps one by one"),
    "looking for chains": gettext_noop("Looking for steps that pay only together"),
    "next steps": gettext_noop("Trying what to bring inside next"),
    "explaining": gettext_noop("Finding out why each step pays, and when it would stop"),
    "road map": gettext_noop("Putting the first steps in the order of time"),
}
#: One process works the answers out once at a time; more would only wait for each other.
_one_at_a_time = threading.Lock()
_DONE = object()


@member_page
def work_out(request):
    """POST: work it out and tell the stages; anything else goes back to the page."""
    if request.method != "POST":
        return redirect("boundary")
    head, _split, foot = render_to_string("web/pages/working_out.html", {}, request=request).partition("<!--stages-->")
    response = StreamingHttpResponse(_pieces(head, foot, translation.get_language()))
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy in front should pass the pieces on
    return response


def _pieces(head: str, foot: str, language: str) -> Iterator[str]:
    """The page's beginning, a line for each stage, then the way on."""
    said: queue.Queue = queue.Queue()
    worker = threading.Thread(target=_compute, args=(said,), daemon=True)
    worker.start()
    told: set[str] = set()
    yield head
    while (item := said.get()) is not _DONE:
        with translation.override(language):
            if isinstance(item, Refused):
                for refusal in item.refusals:
                    yield format_html('<li class="notice notice-refusal">{}</li>', reason_of(refusal))
            elif isinstance(item, Exception):
                yield format_html('<li class="notice notice-refusal">{}</li>',
                                  _("It could not be worked out. The answers from before are still there."))
            elif (words := stage_words(item)) not in told:
                told.add(words)
                yield format_html("<li>{}</li>", words)
    worker.join()
    yield foot


def _compute(said: queue.Queue) -> None:
    """In a thread of its own, with its own connection, which is closed at the end."""
    try:
        with _one_at_a_time:
            commands.compute_answers(say=said.put)
    except Exception as problem:
        said.put(problem)
    finally:
        connection.close()
        said.put(_DONE)


def stage_words(stage: str) -> str:
    """A stage as members would say it; an unknown one as the engine says it."""
    for key, words in STAGES.items():
        if stage.startswith(key):
            return _(words)
    return stage
