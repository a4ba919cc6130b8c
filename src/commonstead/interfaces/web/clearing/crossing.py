"""Pay somebody of the other circle, or offset with oneself: looked over first, then done; and the way back."""

from __future__ import annotations

import secrets
from fractions import Fraction

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonstead.core.circulation.mirrors import across
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import queries as circles
from commonstead.town.circulation.bridges import commands, queries
from commonstead.town.people import queries as people

from .amounts import AmountField, Coin
from .asking import found_or_404, show_refusals, tried


def _key() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: f"web-{secrets.token_hex(12)}")


class CrossForm(forms.Form):
    """Who pays whom over a bridge. A payer or payee is an account: circle and holder."""

    def __init__(self, person_id, view: queries.BridgeView, *args, **words):
        super().__init__(*args, **words)
        self.view = view
        mine = people.may_book_for(person_id)
        ends = {view.first.circle: view.first, view.second.circle: view.second}
        accounts = [(end, one) for end in ends.values() for one in circles.accounts(end.circle)
                    if one.holder != end.keeper]
        names = people.names({one.holder for _end, one in accounts})
        self.fields["payer"] = forms.ChoiceField(label=_("Who pays?"), choices=[
            (f"{one.circle} {one.holder}", f"{names[one.holder]} · {end.name}") for end, one in accounts
            if one.holder in mine])
        self.fields["payee"] = forms.ChoiceField(label=_("Whom, in the other circle?"), choices=[
            ("", _("Choose…")), *((f"{one.circle} {one.holder}", f"{names[one.holder]} · {end.name}")
                                  for end, one in accounts)])
        self.fields["amount"] = AmountField(label=_("How much?"), help_text=_("In the unit of whoever pays."))
        self.fields["note"] = forms.CharField(label=_("What is it for?"), required=False, max_length=200)
        self.fields["key"] = _key()

    @property
    def possible(self) -> bool:
        """Whether there is anybody to pay with."""
        return bool(self.fields["payer"].choices)

    def clean(self):
        said = super().clean()
        if said.get("payer") and said.get("payee") and said["payer"].split()[0] == said["payee"].split()[0]:
            self.add_error("payee", _("These two are in the same circle. Choose somebody of the other one."))
        return said

    def across(self) -> commands.Across:
        """What the fields say. Refused: units.*."""
        said = self.cleaned_data
        (circle, payer), payee = said["payer"].split(), said["payee"].split()[1]
        end = self.view.first if circle == self.view.first.circle else self.view.second
        return commands.Across(self.view.id, circle == self.view.first.circle, payer, payee,
                               Coin.of_thing(end.unit).to_int(said["amount"]), said["key"], said["note"])


class OffsetForm(forms.Form):
    """What somebody has too much of in one circle, against what they lack in the other."""

    def __init__(self, mine, view: queries.BridgeView, *args, **words):
        super().__init__(*args, **words)
        self.view, self.offers = view, _offers(mine, view) if view.state in ("agreed", "ending") else {}
        self.fields["offer"] = forms.ChoiceField(label=_("What shall be offset?"), widget=forms.RadioSelect,
                                                 choices=[
            (key, words) for key, (words, _across) in self.offers.items()])
        self.fields["key"] = _key()

    def across(self) -> commands.Across:
        """The whole of what can be offset."""
        holder, from_first, amount = self.offers[self.cleaned_data["offer"]][1]
        return commands.Across(self.view.id, from_first, holder, holder, amount, self.cleaned_data["key"])


def _offers(mine, view: queries.BridgeView) -> dict[str, tuple[str, tuple[str, bool, int]]]:
    """By key: the sentence, and (holder, from_first, amount): as much as both balances and caps let come out even."""
    found, names = {}, people.names(mine)
    for out, into, from_first in ((view.first, view.second, True), (view.second, view.first, False)):
        rate = _rate(view, from_first)
        there = {one.holder: one for one in circles.accounts(into.circle)}
        for one in circles.accounts(out.circle):
            other = there.get(one.holder)
            if one.holder not in mine or other is None or one.balance <= 0 or other.balance >= 0:
                continue
            most = min(one.balance, out.can_take, int(min(-other.balance, into.can_give) / rate))
            amount = most - most % rate.denominator
            if amount > 0:
                found[f"{one.holder} {from_first}"] = (
                    _("%(name)s: %(out)s of “%(one)s” against %(into)s of “%(other)s”") % {
                        "name": names[one.holder], "one": out.name, "other": into.name,
                        "out": Coin.of_thing(out.unit)(amount),
                        "into": Coin.of_thing(into.unit)(across(amount, rate))},
                    (one.holder, from_first, amount))
    return found


def _rate(view: queries.BridgeView, from_first: bool) -> Fraction:
    rate = Fraction(view.there, view.here)
    return rate if from_first else 1 / rate


@member_page
def cross(request, bridge_id):
    """Hold it against all rules of both circles, and show it before it is paid."""
    from .bridges import show

    view = found_or_404(queries.bridge(bridge_id))
    if request.method != "POST":
        return redirect("bridge", view.id)
    offsets = "offer" in request.POST
    form = OffsetForm(people.may_book_for(request.user.person_id), view, request.POST) if offsets else \
        CrossForm(request.user.person_id, view, request.POST)
    if form.is_valid():
        try:
            return redirect("crossing", commands.validate(form.across(), by=request.user.person_id))
        except Refused as refused:
            show_refusals(form, refused)
            if not form.errors.get("amount") and "amount" in form.fields and any(
                    one.field == "quantity" for one in refused.refusals):
                form.errors["amount"] = form.errors.pop("__all__")
    return show(request, bridge_id, **({"offset": form} if offsets else {"cross": form}))


@member_page
def one(request, crossing_id):
    """What crosses, or crossed. A POST commits it or takes it back."""
    view = found_or_404(queries.crossing(crossing_id))
    bridge = queries.bridge(view.bridge)
    mine, me = people.may_book_for(request.user.person_id), request.user.person_id
    if not {view.payer, view.payee, bridge.first.keeper, bridge.second.keeper} & mine:
        raise Http404(_("There is no such thing here."))
    if request.method == "POST":
        if request.POST.get("step") == "back":
            tried(request, lambda: commands.take_back_crossing(view.id, by=me, reason=request.POST.get("reason", "")),
                  _("Taken back on both sides."))
        else:
            tried(request, lambda: commands.commit(view.id, by=me), _("Paid on both sides."))
        return redirect("crossing", view.id)
    out, into = (bridge.first, bridge.second) if view.from_first else (bridge.second, bridge.first)
    names = people.names({view.payer, view.payee})
    return render(request, "web/clearing/crossing.html", {
        "view": view, "bridge": bridge, "out": out, "into": into, "payer": names[view.payer],
        "payee": names[view.payee], "out_amount": Coin.of_thing(out.unit)(view.out_amount),
        "in_amount": Coin.of_thing(into.unit)(view.in_amount), "with_self": view.payer == view.payee,
        "may_commit": view.state == "validated" and view.payer in mine,
        "may_take_back": view.state == "committed" and not view.corrects and bridge.state != "closed",
        "events": [event for event in view.events if event]})
