"""An association's accounts in ordinary words: what we hold, what came in, what went out, what is promised (13014).

Its members read them, and anyone of them may count what is there and say so; the books are held against it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.core.flows.in_and_out import in_and_out
from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page, my_book_or_404
from commonstead.interfaces.web.components import Tab
from commonstead.interfaces.web.forms import numbers
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.spreadsheets import csv_response
from commonstead.town.ledger import assertions
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import care, told

#: Stretches of time that one may look at, in months; 0: since the books began. A year, which has every season in it, is
#: shown first.
MONTHS, USUAL = (1, 3, 12, 0), 12
_MOST_COUNTED = 10**12


@member_page
def show(request, agent_id):
    """The page."""
    view = _association(request, agent_id)
    since, until, months = _stretch(request)
    sums = ledger.flow_sums(since, until, agent_id)
    words = Words(agents={side for row in sums for side in (row.provider, row.receiver)})
    flows = in_and_out(sums, agent_id)
    resources = [one for one in ledger.resources_of(agent_id) if one.accounting or is_money(words, one)]
    promises = [one for one in ledger.commitments(agent_id) if not one.kept]
    counted = assertions.assertions(agent_id)
    more = Words(agents={side for one in promises for side in (one.provider, one.receiver)} | {
        one.said_by for one in counted})
    return render(request, "web/books/open_books.html", {
        "view": view, "tabs": stretches(view.id, months), "months": months,
        "figures": told.what_we_hold(resources, words),
        "nothing": not sums and months and f"{reverse('open-books', args=[view.id])}?months=0",
        "came": told.lines_table(flows.came, _("What came in"), words, came=True),
        "went": told.lines_table(flows.went, _("What went out"), words, came=False),
        "worked": told.work_table(flows.worked, words),
        "partners": told.partners_tables(flows, words),
        "till": told.till_chart([one for one in resources if is_money(words, one)], words),
        "promises": told.promises_table(promises, agent_id, more),
        "counted": told.counted_table(counted, more),
        "things": sorted({(one.specification, words.good(one.specification)) for one in resources},
                         key=lambda pair: pair[1].casefold()),
        "circles": care.seen_circles(agent_id, request.user.person_id),
        "shares": reverse("shares", args=[agent_id])})


@member_page
def count(request, agent_id):
    """Somebody counted what is there."""
    _association(request, agent_id)
    if request.method == "POST":
        thing = request.POST.get("thing", "")
        spec = ledger.specification(thing)
        try:
            amount = numbers.read_number(request.POST.get("amount", ""), least=-_MOST_COUNTED, most=_MOST_COUNTED,
                                         field="amount")
            unit = spec.unit if spec else "each"
            difference = assertions.assert_balance(
                agent_id, thing, ledger.units().to_int(str(amount), unit), by=request.user.person_id)
        except Refused as refused:
            for refusal in refused.refusals:
                messages.error(request, wording.reason_of(refusal))
        else:
            messages.success(request, _("Counted. The books say the same.") if not difference else
                             _("Counted. The books say something else: the difference stands below."))
    return redirect(reverse("open-books", args=[agent_id]) + "#counted")


@member_page
def export(request, agent_id):
    """The same as a table: one line a thing, way and partner."""
    _association(request, agent_id)
    since, until, _months = _stretch(request)
    sums = ledger.flow_sums(since, until, agent_id)
    words = Words(agents={side for row in sums for side in (row.provider, row.receiver)})
    return csv_response(f"accounts-{since.date().isoformat()}.csv", told.sums_rows(sums, agent_id, words))


def stretches(agent_id: str, months: int) -> list[Tab]:
    """Links to other stretches of time."""
    labels = {1: _("a month"), 3: _("a quarter"), 12: _("a year"), 0: _("all of it")}
    here = reverse("open-books", args=[agent_id])
    return [Tab(labels[one], f"{here}?months={one}", one == months) for one in MONTHS]


def is_money(words: Words, resource) -> bool:
    """Whether a stock is money or an account in a circle."""
    spec = words.goods.get(resource.specification)
    return spec is not None and (spec.sort == "money" or is_unit_of_account(spec.sort))


def _association(request, agent_id: str):
    view = people.agent(agent_id)
    if view is None or view.nature != "association":
        raise Http404(_("There is no association of that name here."))
    my_book_or_404(request, agent_id)
    return view


def _stretch(request) -> tuple[datetime, datetime, int]:
    """(since, until, months) up to the journal's end: a town of last year has its last year."""
    asked = request.GET.get("months", "")
    months = int(asked) if asked in map(str, MONTHS) else USUAL
    ends = ledger.journal_ends()
    last = timezone.localtime(ends[1]).date() if ends else timezone.localdate()
    until = timezone.make_aware(datetime.combine(min(last, timezone.localdate()) + timedelta(days=1), time()))
    since = until - timedelta(days=round(months * 365 / 12)) if months or not ends else ends[0]
    return since, until, months
