"""Begin a circle from nothing, and take people in: two short pages that lead to the first payment.

A circle belongs to an association. Whoever has none yet begins one of the circle's name with the same press. Whoever
keeps the circle takes people in, also somebody without a phone, for whom a guardian writes.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town import kinds
from commonstead.town.circulation import commands, queries
from commonstead.town.people import commands as people_commands
from commonstead.town.people import queries as people

from . import said
from .fields import id_field
from .reading import Here, here_or_404

#: Kinds that fit a circle best, where the town has them; else any whose book may hold such payments.
_FITTING = ("exchange_circle", "care_circle")


class BeginForm(forms.Form):
    """What it is called, of which sort it is, whose it is, and the sign of its amounts."""

    def __init__(self, me: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.me = me
        keeps = [one for one in people.agents(nature="association", ids=people.may_book_for(me))]
        self.fields["sort"] = forms.ChoiceField(
            label=_("What do you count?"), widget=forms.RadioSelect, initial="time",
            choices=[(sort, format_html('<strong>{}</strong><span class="small">{}</span>', title, what))
                     for sort, (title, what) in _in_order()])
        self.fields["name"] = forms.CharField(
            label=_("What is it called?"), max_length=80, help_text=_("Like “Elm Street Time Bank”."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}))
        self.fields["symbol"] = forms.CharField(
            label=_("A sign for the amounts"), max_length=12, required=False,
            help_text=_("Only for credit and notes: a short word like “leaf”. Hours and gifts need none."))
        if keeps:
            self.fields["keeper"] = forms.ChoiceField(
                label=_("Whose circle is it?"), required=False,
                choices=[("", _("A new association of that name")), *((one.id, one.name) for one in keeps)])
        self.fields["key"] = id_field()

    def clean(self):
        """A name that tells it apart, and a sign where one is needed."""
        one = super().clean()
        name = one["name"] = " ".join(one.get("name", "").split())
        if name and any(view.name.casefold() == name.casefold() for view in queries.circles()):
            self.add_error("name", _("There is a circle called “%(name)s” already. Choose another name.")
                           % {"name": name})
        elif name and not one.get("keeper") and any(
                view.name.casefold() == name.casefold() for view in people.agents(nature="association")):
            self.add_error("name", _("There is an association called “%(name)s” already. Choose another name.")
                           % {"name": name})
        if one.get("sort") in ("credit", "currency") and not one.get("symbol", "").strip():
            self.add_error("symbol", _("Write a short sign for the amounts, like “leaf”."))
        return one

    def begin(self) -> str:
        """The association where a new one is wanted, the circle, and the reader's own account, all or nothing."""
        one = self.cleaned_data
        with transaction.atomic():
            keeper = one.get("keeper") or people_commands.add_association(
                name=one["name"], kind=kind_for(one["sort"]), purpose=str(said.SORTS[one["sort"]][1]),
                founder=self.me, id=one["key"])
            made = commands.open_circle(keeper, name=one["name"], sort=one["sort"], by=self.me, symbol=one["symbol"],
                                        id=one["key"])
            commands.join_circle(made, self.me, by=self.me)
        return made


def kind_for(sort: str) -> str:
    """The kind of a new association for a circle: one whose book may hold its payments."""
    wanted = (Action.TRANSFER, UNIT_MODES.get(sort, Mode.GIFT))
    able = [kind.slug for kind in kinds.every() if kind.nature == "association" and wanted in kind.allowed]
    return next((slug for slug in _FITTING if slug in able), able[0] if able else _FITTING[-1])


def _in_order():
    return [(sort, said.SORTS[sort]) for sort in ("time", "credit", "currency", "gift")]


@member_page
def begin(request):
    """One short form. The same page sent twice leads to the circle that the first one began."""
    me = request.user.person_id
    form = BeginForm(me, request.POST or None, initial={"keeper": request.GET.get("keeper", "")})
    if request.method == "POST":
        if begun := _begun_before(request, me):
            return redirect("circle-take-in", begun)
        if form.is_valid():
            try:
                made = form.begin()
            except Refused as refused:
                for one in refused.refusals:
                    form.add_error(one.field if one.field in form.fields else None, wording.reason_of(one))
            except IntegrityError:  # the other of two presses at one moment was first, and began the association
                begun = _begun_before(request, me)
                return redirect("circle-take-in", begun) if begun else redirect("circles")
            else:
                messages.success(request, _("Begun. Its rules are the usual ones; you can change them together."))
                return redirect("circle-take-in", made)
    return render(request, "web/circles/begin.html", {"form": form}, status=422 if form.errors else 200)


def _begun_before(request, me: str) -> str:
    """The circle that this very page began."""
    begun = queries.circle(request.POST.get("key", ""))
    return begun.id if begun and begun.keeper in people.may_book_for(me) else ""


class TakeInForm(forms.Form):
    """People who are here already, by ticking, and somebody new without a phone."""

    def __init__(self, here: Here, *args, **kwargs):
        super().__init__(*args, **kwargs)
        inside = {one.holder for one in here.accounts}
        persons = people.agents(nature="person")
        offered = [*persons, *people.agents(nature="household")]
        self.fields["holders"] = forms.MultipleChoiceField(
            label=_("Who is in?"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(one.id, one.name) for one in offered if one.id not in inside])
        self.fields["name"] = forms.CharField(
            label=_("Somebody new, without a phone"), max_length=120, required=False,
            help_text=_("Their name. Somebody with a phone comes in through the door instead."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}))
        self.fields["guardian"] = forms.ChoiceField(
            label=_("Who writes for them?"), required=False, initial=here.me,
            choices=[(one.id, here.called(one.id) if one.id == here.me else one.name) for one in sorted(
                persons, key=lambda one: (one.id != here.me, one.name.casefold()))])

    def clean(self):
        """Somebody, and a name that nobody has yet."""
        one = super().clean()
        name = one["name"] = " ".join(one.get("name", "").split())
        if name and any(view.name.casefold() == name.casefold() for view in people.agents(nature="person")):
            self.add_error("name", _("There is somebody called “%(name)s” already. Tick them, or write a name that "
                                     "tells them apart.") % {"name": name})
        if not name and not one.get("holders") and not self.errors:
            raise forms.ValidationError(_("Tick somebody, or write a name."))
        return one


@member_page
def take_in(request, circle_id):
    """Whoever keeps the circle opens accounts for others. Then the first payment, or the circle's page."""
    here = here_or_404(request, circle_id)
    if not here.keeps:
        raise Http404(_("Whoever keeps the circle takes people in."))
    form = TakeInForm(here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                count = _take_in(here, form.cleaned_data)
        except Refused as refused:
            for one in refused.refusals:
                form.add_error(None, wording.reason_of(one))
        else:
            messages.success(request, _("%(count)s more are in.") % {"count": count} if count != 1
                             else _("One more is in."))
            began = here.circle.unit and not queries.payments(circle_id, count=1)
            return redirect("circle-pay" if began else "circle", circle_id)
    return render(request, "web/circles/take_in.html", {
        "form": form, "circle": here.circle, "first": len(here.accounts) <= 2}, status=422 if form.errors else 200)


def _take_in(here: Here, one: dict) -> int:
    holders = list(one["holders"])
    if one["name"]:
        holders.append(people_commands.add_person(name=one["name"], guardian=one["guardian"] or here.me))
    for holder in holders:
        commands.join_circle(here.circle.id, holder, by=here.me)
    return len(holders)
