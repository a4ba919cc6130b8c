"""Bridges between circles: what was agreed, where the mirrors stand, and that both sides' chains agree."""

from __future__ import annotations

from math import gcd

from django import forms
from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.town.circulation import queries as circles
from commonstead.town.circulation.bridges import commands, queries
from commonstead.town.people import queries as people

from .amounts import AmountField, Coin
from .asking import found_or_404, show_refusals, tried
from .crossing import CrossForm, OffsetForm

STATES = {"proposed": gettext_lazy("proposed"), "agreed": pgettext_lazy("bridge", "open"),
          "ending": gettext_lazy("being ended"), "closed": gettext_lazy("closed")}


class ProposeForm(forms.Form):
    """Two circles, a rate in two whole numbers, and how much the other may owe us."""

    def __init__(self, person_id, *args, **words):
        super().__init__(*args, **words)
        mine = people.may_book_for(person_id)
        units = [view for view in circles.circles() if view.unit]
        self.units = {view.id: view for view in units}
        self.fields["first"] = forms.ChoiceField(label=_("Our circle"), choices=[
            (view.id, view.name) for view in units if view.keeper in mine])
        self.fields["second"] = forms.ChoiceField(label=_("The other circle"), choices=[
            ("", _("Choose…")), *((view.id, view.name) for view in units)])
        self.fields["here"] = forms.IntegerField(label=_("So many of ours…"), min_value=1, initial=1)
        self.fields["there"] = forms.IntegerField(label=_("… are so many of theirs"), min_value=1, initial=1,
                                                  help_text=_(
            "In whole numbers, like 3 for 2: then nothing is rounded."))
        self.fields["cap"] = AmountField(label=_("Up to how much may stand between us?"), help_text=_(
            "In our unit, either way. What goes beyond it is refused."))

    def cap(self) -> int:
        """In steps of our unit. Refused: units.*."""
        return Coin.of_thing(self.units[self.cleaned_data["first"]].unit).to_int(self.cleaned_data["cap"])


def rate_in_steps(view, other, here: int, there: int) -> tuple[int, int]:
    """A rate between whole units as one between the smallest steps of both."""
    return here * 10 ** view.decimals, there * 10 ** other.decimals


@member_page
def every(request):
    """All bridges; what they carry is shown to those at their ends."""
    mine = people.may_book_for(request.user.person_id)
    keeps = any(view.unit and view.keeper in mine for view in circles.circles())
    return render(request, "web/clearing/bridges.html", {
        "bridges": [{"view": view, "rate": rate_words(view), "state": state_word(view), "asks": any(
            one.mine for one in queries.caps_asked(view.id, request.user.person_id))} for view in queries.bridges()],
        "keeps": keeps})


@member_page
def propose(request):
    """The first circle's keeper proposes."""
    form = ProposeForm(request.user.person_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        one, other = form.units[said["first"]], form.units[said["second"]]
        here, there = _reduced(*rate_in_steps(one, other, said["here"], said["there"]))
        try:
            made = commands.propose_bridge(one.id, other.id, here=here, there=there, cap=form.cap(),
                                           by=request.user.person_id)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return redirect("bridge", made)
    return render(request, "web/clearing/propose.html", {"form": form, "may": bool(form.fields["first"].choices)},
                  status=422 if form.errors else 200)


@member_page
def show(request, bridge_id, cross=None, offset=None):
    """Both ends, what I can do, what crossed of mine."""
    view = found_or_404(queries.bridge(bridge_id))
    mine = people.may_book_for(request.user.person_id)
    mine_here = {one.circle for one in circles.accounts_of(mine)} & {view.first.circle, view.second.circle}
    keeps = {end.circle for end in (view.first, view.second) if end.keeper in mine}
    near = bool(mine_here or keeps)
    return render(request, "web/clearing/bridge.html", {
        "view": view, "rate": rate_words(view), "state": state_word(view), "keeps": keeps, "near": near,
        "ends": [_end(end, other) for end, other in ((view.first, view.second), (view.second, view.first))],
        "symbol": wording.unit_word(view.second.symbol),
        "may_agree": view.state == "proposed" and not view.answered and view.second.keeper in mine,
        "asked": _asked(view, request.user.person_id) if near else [],
        "cross": cross or CrossForm(request.user.person_id, view), "offset": offset or OffsetForm(mine, view),
        "crossed": _crossed(view, None if keeps else mine) if near else None,
        "faults": queries.faults(view.id) if near else [],
    }, status=422 if any(form is not None and form.errors for form in (cross, offset)) else 200)


@member_page
def do(request, bridge_id):
    """Agree, change a cap, agree to the cap of our own circle as another member, end."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    view, me, step = found_or_404(queries.bridge(bridge_id)), request.user.person_id, request.POST.get("step")
    ends = {end.circle: end for end in (view.first, view.second)}
    end = ends.get(request.POST.get("circle", ""), view.second)

    def cap() -> int:
        return Coin.of_thing(end.unit).to_int(AmountField().clean(request.POST.get("cap", "")))

    try:
        if step == "agree":
            tried(request, lambda: commands.agree_to_bridge(view.id, cap=cap(), by=me),
                  _opened)
        elif step == "cap":
            tried(request, lambda: commands.set_cap(view.id, end.circle, cap(), by=me),
                  lambda holds: _("The cap is set.") if holds else
                  _("The cap is asked for. It holds once another member of the circle agrees."))
        elif step == "cap-yes":
            shown = whole_number(request.POST.get("steps", ""))
            tried(request, lambda: commands.agree_to_cap(view.id, end.circle, cap=shown or 0, by=me),
                  lambda is_open: _("The cap is set.") if view.state == "agreed" else _opened(is_open))
        elif step == "end":
            tried(request, lambda: commands.end_bridge(view.id, by=me),
                  _("Ended. Only what brings both sides back to zero crosses now."))
    except forms.ValidationError as wrong:
        messages.error(request, wrong.messages[0])
    return redirect("bridge", view.id)


def _opened(is_open: bool) -> str:
    return _("Agreed. The bridge is open.") if is_open else _(
        "Agreed. The bridge opens once everybody has agreed who has to.")


def _asked(view: queries.BridgeView, me: str) -> list[dict]:
    """Caps that wait for another member of a circle."""
    found = queries.caps_asked(view.id, me)
    names = people.names({one.asked_by for one in found})
    return [{"circle": one.circle, "name": one.name, "steps": one.cap, "mine": one.mine, "who": names[one.asked_by],
             "cap": Coin.of_thing(one.unit)(one.cap)} for one in found]


def rate_words(view: queries.BridgeView) -> str:
    """3 leaves for 2 stones."""
    here = view.here * 10 ** view.second.decimals
    there = view.there * 10 ** view.first.decimals
    here, there = _reduced(here, there)
    return _("%(here)s for %(there)s") % {"here": wording.amount(here, view.first.symbol),
                                          "there": wording.amount(there, view.second.symbol)}


def state_word(view: queries.BridgeView) -> str:
    """A bridge's state as members say it."""
    return str(STATES[view.state])


def _reduced(here: int, there: int) -> tuple[int, int]:
    common = gcd(here, there)
    return here // common, there // common


def _end(end: queries.EndView, other: queries.EndView) -> dict:
    coin = Coin.of_thing(end.unit)
    if end.balance > 0:
        stands = _("Here “%(other)s” has %(amount)s to spend.") % {"other": other.name, "amount": coin(end.balance)}
    elif end.balance < 0:
        stands = _("Here “%(other)s” owes %(amount)s.") % {"other": other.name, "amount": coin(-end.balance)}
    else:
        stands = _("Here “%(other)s” stands at zero.") % {"other": other.name}
    return {"end": end, "stands": stands, "cap": coin(end.cap), "take": coin(end.can_take), "give": coin(end.can_give),
            "head": end.head[:16], "symbol": wording.unit_word(end.symbol)}


def _crossed(view: queries.BridgeView, holders) -> Table | None:
    first, second = Coin.of_thing(view.first.unit), Coin.of_thing(view.second.unit)
    rows = []
    found = queries.crossings(view.id, holders=holders)
    names = people.names({side for one in found for side in (one.payer, one.payee)})
    for one in found:
        out, into = (first, second) if one.from_first else (second, first)
        words = (_("%(payer)s, with themselves") if one.payer == one.payee else "%(payer)s → %(payee)s") % {
            "payer": names[one.payer], "payee": names[one.payee]}
        note = _("taken back") if one.state == "taken_back" else _("takes another back") if one.corrects else ""
        rows.append((Cell(words, f"/clearing/crossings/{one.id}", note=note), out(one.out_amount), into(one.in_amount),
                     wording.whole_day(one.settled)))
    return Table(_("What crossed"), (Column(_("Who")), Column(_("Paid here"), True), Column(_("Came there"), True),
                                     Column(_("When"))), tuple(rows), caption_hidden=True) if rows else None
