"""Watching a calculation that goes on in the background. The page is sent piece by piece while there is news, so that
one sees it going on without JavaScript; after a while it ends with a way to look again, as each open page holds one of
the few threads that answer. Opened again, it shows where things stand."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.views.working_out import stage_words
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.boundary import calculations

#: Where the answer of each kind is shown: the name of the page's address. The page finds the id as ?calculation=.
RESULT_PAGES = {
    "comparison": "compare",
    "ensemble": "futures",
    "explanation": "explanation-ready",
    "plan": "weeks",
    "price_ranges": "prices",
    "road_map": "road-map",
    "slack": "measures-town",
    "together": "together",
}
#: Kinds that have something to show when they were stopped.
SHOWN_IN_PART = {"ensemble"}
#: What each kind is called.
KIND_WORDS = {
    "comparison": gettext_noop("Two futures side by side"),
    "ensemble": gettext_noop("Many futures"),
    "explanation": gettext_noop("Why a step pays"),
    "price_ranges": gettext_noop("How far may prices move?"),
    "plan": gettext_noop("The plan week by week"),
    "road_map": gettext_noop("What to start, and when"),
    "slack": gettext_noop("What would lengthen the days without a wage"),
    "together": gettext_noop("A plan for two towns"),
}
_WATCHED = 25.0  # seconds for which a page is sent; proxies cut at 30 to 60
_LOOK = 0.5  # seconds between two looks
#: Of the four threads of a process, two stay free for everybody else.
_seats = threading.BoundedSemaphore(2)


@member_page
def show(request, calculation_id: str):
    """GET: what it has told so far and what it goes on to tell. POST: stop it, for whoever asked, and after
    a while for anyone."""
    view = calculations.calculation(calculation_id, with_result=False)
    if view is None:
        raise Http404(_("There is no such calculation any more. Ask for it again."))
    may_stop = view.may_be_stopped_by(request.user.person_id)
    minutes = int(calculations.OTHERS_MAY_STOP_AFTER.total_seconds() // 60)
    if request.method == "POST":
        if may_stop:
            calculations.stop_calculation(view.id)
        elif not view.ended:
            messages.error(request, _(
                "In its first %(minutes)s minutes only who asked for a calculation may stop it; after that anyone may."
            ) % {"minutes": minutes})
        return redirect("calculation", view.id)
    page = render_to_string("web/futures/calculation.html", {
        "view": view, "title": title_of(view.kind), "may_stop": may_stop, "minutes": minutes,
        "mine": view.by == request.user.person_id,
    }, request=request)
    head, _split, rest = page.partition("<!--said-->")
    foot = rest.partition("<!--end-->")[2]
    if view.ended or not _seats.acquire(blocking=False):
        response = HttpResponse("".join([head, *_lines(view, set()), _standing(view), foot]))
    else:
        response = StreamingHttpResponse(_Watching(view, head, foot))
        response["X-Accel-Buffering"] = "no"  # a proxy in front should pass the pieces on
    response["Cache-Control"] = "private, no-store"
    return response


def title_of(kind: str) -> str:
    """What a kind of calculation is called."""
    return _(KIND_WORDS[kind]) if kind in KIND_WORDS else _("A calculation")


class _Watching:
    """The page's pieces. Its seat is given back when the page is sent or the reader has left."""

    def __init__(self, view, head: str, foot: str):
        self._pieces = self._run(view, head, foot, translation.get_language())
        self._seated = True

    def __iter__(self) -> Iterator[str]:
        return self._pieces

    def close(self) -> None:
        if self._seated:
            self._seated = False
            self._pieces.close()
            _seats.release()

    def _run(self, view, head, foot, language) -> Iterator[str]:
        told: set[str] = set()
        until = time.monotonic() + _WATCHED
        yield head
        while True:
            with translation.override(language):
                pieces = _lines(view, told)
            yield from pieces
            if view is None or view.ended or time.monotonic() > until:
                break
            time.sleep(_LOOK)
            view = calculations.calculation(view.id, with_result=False) or view
        with translation.override(language):
            last = _standing(view)
        connection.close()
        yield last + foot


def _lines(view, told: set[str]) -> list[str]:
    """A line for each sentence that was not told yet, and for each further tenth of the whole."""
    lines = []
    for text in view.said:
        words = _said(text)
        if words not in told:
            told.add(words)
            lines.append(format_html("<li>{}</li>", words))
    if view.share is not None and not view.ended:
        words = _("%(share)s done") % {"share": wording.share(int(view.share * 10) / 10)}
        if view.share >= 0.1 and words not in told:
            told.add(words)
            lines.append(format_html('<li class="soft">{}</li>', words))
    return lines


def _said(text: str) -> str:
    """What a calculation says, in members' words."""
    words = stage_words(text)
    return _(text) if words == text and text else words


def _standing(view) -> str:
    """The list's end and what there is to do now."""
    return "</ol>" + render_to_string("web/futures/calculation_end.html", {
        "view": view, "reasons": [reason_of(one) for one in view.refusals], "answer": answer_address(view),
        "here": reverse("calculation", args=[view.id]),
    })


def answer_address(view) -> str:
    """Where the answer stands, if there is one to show."""
    name = RESULT_PAGES.get(view.kind)
    if name is None or not (view.state == "done" or (view.state == "stopped" and _has_part(view))):
        return ""
    try:
        return f"{reverse(name)}?calculation={view.id}"
    except NoReverseMatch:
        return ""


def _has_part(view) -> bool:
    """Whether what was ready when it was stopped can be shown."""
    if view.kind not in SHOWN_IN_PART:
        return False
    whole = calculations.calculation(view.id)
    return whole is not None and whole.result is not None
