"""Where debts are cleared: begin it, take part in it, see its rounds."""

from __future__ import annotations

from django import forms
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.circulation import queries as circles
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from .amounts import AmountField, Coin
from .asking import acting_for, found_or_404, show_refusals, tried
from .told import state_word, sums_words


class BeginForm(forms.Form):
    """An association begins to clear debts."""

    def __init__(self, person_id, *args, **words):
        super().__init__(*args, **words)
        mine = people.may_book_for(person_id)
        views = [view for view in people.agents(ids=mine) if view.nature == "association"]
        self.fields["association"] = forms.ChoiceField(label=_("Which association?"),
                                                       choices=[(view.id, view.name) for view in views])
        units = circles.circles()
        self.fields["specification"] = forms.ChoiceField(label=_("In what are the debts?"), choices=[
            *((spec.id, spec.name) for spec in ledger.specifications(sort="money")),
            *((view.unit, view.name) for view in units if view.unit)])
        self.fields["name"] = forms.CharField(label=_("What shall it be called?"), max_length=80,
                                              help_text=_("Like “Debts in dollars, around the market”."))
        self.fields["circle"] = forms.ChoiceField(
            label=_("May credit of one of its circles help?"), required=False,
            help_text=_("Where debts do not go round, a member may pay in the circle instead, one for one, as far as "
                        "they said and its limits allow."),
            choices=[("", _("No")), *((view.id, view.name) for view in units
                                      if view.keeper in {one.id for one in views} and view.unit)])


class PartForm(forms.Form):
    """How somebody takes part."""

    def __init__(self, person_id, place, standings, *args, **words):
        super().__init__(*args, **words)
        self.place = place
        self.fields["holder"] = forms.ChoiceField(label=_("Who?"), choices=acting_for(person_id))
        self.fields["monthly"] = forms.BooleanField(
            label=_("Everything we owe and are owed lies on the table, each time"), required=False, initial=True,
            help_text=_("Without this you put debts there one by one. You can take each off at any time."))
        if place.circle:
            view = circles.circle(place.circle)
            self.fields["credit"] = AmountField(
                label=_("With how much of “%(circle)s” at most?") % {"circle": view.name}, required=False, initial="0",
                help_text=_("By so much your balance may move in one round, down or up. 0 for not at all."))

    def credit(self) -> int:
        """What was said, in steps. Refused: units.*."""
        said = self.cleaned_data.get("credit") or "0"
        return Coin.of_thing(circles.circle(self.place.circle).unit).to_int(said) if self.place.circle else 0


@member_page
def begin(request):
    """Only for those who keep an association's book."""
    form = BeginForm(request.user.person_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = commands.begin_clearing(said["association"], specification=said["specification"], name=said["name"],
                                           by=request.user.person_id, circle_id=said["circle"])
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return redirect("clearing-place", made)
    return render(request, "web/clearing/begin.html", {"form": form, "may": bool(form.fields["association"].choices),
                                                       "money": bool(form.fields["specification"].choices)},
                  status=422 if form.errors else 200)


@member_page
def place(request, clearing_id, form=None):
    """What it is, how I take part, its rounds."""
    view = found_or_404(queries.clearing(clearing_id))
    me = request.user.person_id
    mine = people.may_book_for(me)
    standings = [one for one in queries.standings(mine) if one.clearing == view.id]
    names = people.names({view.association, *(one.holder for one in standings)})
    circle = circles.circle(view.circle) if view.circle else None
    coin = Coin.of_thing(circle.unit) if circle else None
    return render(request, "web/clearing/place.html", {
        "view": view, "keeper": names[view.association], "circle": circle, "keeps": view.association in mine,
        "few": view.people < queries.FEWEST,
        "standings": [{"holder": one.holder, "name": names[one.holder], "monthly": one.monthly, "since": one.since,
                       "credit": coin(one.credit) if coin and one.credit else ""} for one in standings],
        "form": form or PartForm(me, view, standings), "rounds": _rounds(view),
    }, status=422 if form is not None and form.errors else 200)


@member_page
def part(request, clearing_id):
    """Take part, or step out."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    view, me = found_or_404(queries.clearing(clearing_id)), request.user.person_id
    if request.POST.get("step") == "out":
        tried(request, lambda: commands.step_out(view.id, request.POST.get("holder", ""), by=me),
              _("Nothing of yours lies on the table any more."))
        return redirect("clearing-place", view.id)
    form = PartForm(me, view, (), request.POST)
    if form.is_valid():
        try:
            commands.take_part(view.id, form.cleaned_data["holder"], by=me, monthly=form.cleaned_data["monthly"],
                               credit=form.credit())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return redirect("clearing-place", view.id)
    return place(request, clearing_id, form)


def _rounds(view) -> Table | None:
    rows = []
    for one in queries.rounds(view.id):
        sums = sums_words(one, view) if one.state in ("committed", "undone") else None
        rows.append((Cell(wording.day(one.settled or one.begun), f"/clearing/rounds/{one.id}"), state_word(one.state),
                     sums["gross"] if sums else "–", sums["cleared"] if sums else "–"))
    return Table(_("Rounds"), (Column(_("When")), Column(_("State")), Column(_("On the table"), True),
                               Column(_("Fell"), True)), tuple(rows), caption_hidden=True) if rows else None
