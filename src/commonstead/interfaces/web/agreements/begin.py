"""Ask somebody for a standing agreement, anew or in the place of one that stands."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import barter_commands as commands
from commonstead.town.circulation import barter_queries as barter
from commonstead.town.people import queries as people

from .asking import ROWS, AskForm


@member_page
def begin(request):
    """The form; once sent, the other side finds it on their first page."""
    me = request.user.person_id
    if request.method != "POST":
        return _show(request, AskForm(me, initial=_known(request)))
    form = AskForm(me, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():  # a service named on the way stays only if the agreement does
                asked = commands.ask_agreement(
                    said["name"], said["who"], said["partner"], form.promises(), by=me, key=said["key"],
                    open=said["open"], replaces=said["replaces"])
        except Refused as refused:
            if not form.errors:
                form.show_refusals(refused)
        else:
            messages.success(request, _("Sent. It stands as soon as they say yes."))
            return redirect("agreement", asked)
    return _show(request, form)


def _show(request, form: AskForm):
    return render(request, "web/agreements/begin.html", {
        "form": form, "things": form.things.suggestions(),
        "sides": [(_("What we give"), "give", form.rows("give"), form.folded_open("give")),
                  (_("What we get"), "get", form.rows("get"), form.folded_open("get"))],
    }, status=422 if form.errors else 200)


def _known(request) -> dict:
    """What a link to the form says beforehand: a partner and things, or an agreement to begin anew from."""
    known = {"partner": request.GET.get("with", ""), "get_1_what": request.GET.get("get", "")[:60],
             "give_1_what": request.GET.get("give", "")[:60]}
    old = barter.agreement(request.GET.get("from", "")[:32])
    mine = people.may_book_for(request.user.person_id)
    us = next((side for side in old.sides if side in mine), "") if old else ""
    if not us:
        return {key: value for key, value in known.items() if value}
    known = {"who": us, "partner": old.other(us), "name": old.name, "open": us in old.opened_by,
             "replaces": old.id if old.state == "stands" else ""}
    things = AskForm(request.user.person_id).things
    for side, giver in (("give", us), ("get", old.other(us))):
        for row, term in enumerate([term for term in old.terms if term.giver == giver][:ROWS], 1):
            spec = things.specifications.get(term.specification)
            if spec:
                amount = things.units.to_decimal(term.amount, spec.unit).normalize()
                known |= {f"{side}_{row}_what": spec.name, f"{side}_{row}_amount": f"{amount:f}",
                          f"{side}_{row}_every": term.every, f"{side}_{row}_words": term.words}
    return known
