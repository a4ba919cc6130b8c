"""What whoever keeps a circle does with it: ask for other rules or limits, freeze an account, wind down, close.

A rule changes when another member agrees; the page of the circle shows what waits, clause by clause.
"""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms import numbers
from commonstead.interfaces.web.forms.record import NumberAsWritten
from commonstead.town.circulation import clauses, commands, queries

from . import said
from .fields import CircleForm, amount_field, day_field
from .reading import Here, here_or_404

_AMOUNTS = ("free_line", "most_line", "ceiling", "demurrage_free", "issue_limit")
_PERCENTS = {"growth_percent": 1, "warn_percent": 1, "levy_per_mille": 10, "demurrage_per_mille": 10}


class TermsForm(CircleForm):
    """The terms of the circle's sort, each as its clause says it. Only what was changed is asked for."""

    def __init__(self, here: Here, data=None):
        super().__init__(here, data, None)
        labels = _labels()
        for number, term in enumerate(clauses.TERMS[here.circle.sort], 1):
            bears = term == "issue_limit" and here.circle.sort != "currency"
            label = f"{number}. {_('The circle itself bears at most') if bears else labels[term]}"
            now = getattr(here.circle.terms, term)
            if term in _AMOUNTS:
                field = amount_field(here.circle, label, _("Empty means: no limit.") if term == "ceiling" else "",
                                     required=False)
                field.initial = said.plain(here.circle, now)
            elif term in _PERCENTS:
                field = _percent(label)
                field.initial = f"{(Decimal(now) / _PERCENTS[term]).normalize():f}"
            elif term == "vouchers_needed":
                field = forms.IntegerField(label=label, min_value=0, max_value=20, initial=now)
            elif term == "lapses":
                field = day_field(label, required=False, today=False, help_text=_("Empty means: never."))
                field.initial = now
            elif term == "promise":
                field = forms.CharField(label=label, max_length=300, required=False, initial=now)
            else:
                field = forms.BooleanField(label=label, required=False, initial=now)
            self.fields[term] = field
        self.fields["reason"] = forms.CharField(
            label=_("Why?"), max_length=200, required=False, help_text=_("Whoever is to agree reads it."))

    def clean(self):
        """Numbers into the unit's steps, per cent into what the terms count in."""
        one = super().clean()
        for term in self.fields:
            try:
                if term in _AMOUNTS and term in one:
                    one[term] = self.steps(term)
                    if one[term] is None and term != "ceiling":
                        one[term] = 0
                elif term in _PERCENTS and term in one:
                    one[term] = _whole(one[term], _PERCENTS[term])
            except forms.ValidationError as problem:
                self.add_error(term, problem)
        return one

    def wanted(self) -> dict:
        """What differs from the terms as they are."""
        return {term: value for term, value in self.cleaned_data.items()
                if term != "reason" and value != getattr(self.circle.terms, term)}


def _percent(label: str) -> forms.CharField:
    field = NumberAsWritten(label=label, max_length=8, widget=forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off"}))
    field.unit_shown = "%"
    return field


def _whole(text: str, steps: int) -> int:
    try:
        value = numbers.read_number(text, most=100) * steps
    except Refused as refused:
        raise forms.ValidationError(wording.reason_of(refused.refusals[0])) from None
    if value != value.to_integral_value():
        raise forms.ValidationError(_("That is finer than a circle can count. Write one decimal at most."))
    return int(value)


def _labels() -> dict[str, str]:
    return {
        "members_only": _("Only members of the association may join"),
        "free_line": _("Anybody may owe, without asking"),
        "vouchers_needed": _("How many must vouch before one may owe more"),
        "growth_percent": _("The line grows, of what was earned and spent, by"),
        "most_line": _("Nobody owes more than"),
        "ceiling": _("Nobody holds more than"), "warn_percent": _("Members are told from, of a limit"),
        "levy_per_mille": _("Of each payment to the circle"),
        "demurrage_per_mille": _("Each month, of what one holds, to the circle"),
        "demurrage_free": _("Of that stays whole, the first"),
        "balances_open": _("Members see each other's balances and payments"),
        "promise": _("What the notes are good for"), "issue_limit": _("Given out at most"),
        "lapses": _("The notes lose their worth on")}


def _kept_or_404(request, circle_id: str) -> Here:
    here = here_or_404(request, circle_id)
    if not here.keeps:
        raise Http404(_("Only whoever keeps the circle can do this."))
    return here


@member_page
def terms(request, circle_id):
    """Ask for other rules. They hold once another member agrees; at once where nobody else could."""
    here = _kept_or_404(request, circle_id)
    form = TermsForm(here, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        if not wanted:
            messages.success(request, _("Nothing was changed."))
            return redirect("circle", circle_id)
        try:
            change = commands.ask_change(circle_id, by=here.me, words=wanted, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.show_refusals(refused)
        else:
            return _asked(request, circle_id, change)
    return render(request, "web/circles/form.html", {
        "form": form, "circle": here.circle, "title": _("Ask for other rules"), "button": _("Ask for it"),
        "lead": _("Change what shall be otherwise. It holds once another member agrees.")},
        status=422 if form.errors else 200)


def _asked(request, circle_id: str, change: str):
    waits = any(one.id == change for one in queries.changes(circle_id))
    messages.success(request, _("Asked for. It holds once another member agrees.") if waits
                     else _("It holds from now on: there is nobody else yet who could agree."))
    return redirect("circle", circle_id)


@member_page
@require_POST
def answer(request, change_id, answer):
    """agree or drop."""
    me, circle_id = request.user.person_id, request.POST.get("circle", "")
    write = {"agree": commands.agree_to_change, "drop": commands.drop_change}.get(answer)
    if write is None:
        raise Http404(_("There is nothing of that name to do."))
    try:
        write(change_id, by=me)
    except Refused as refused:
        messages.error(request, wording.reason_of(refused.refusals[0]))
    else:
        messages.success(request, _("Agreed. It holds from now on.") if answer == "agree" else _("Dropped."))
    return redirect("circle", circle_id) if queries.circle(circle_id) else redirect("circles")


class LimitsForm(CircleForm):
    """The line and the most of one account alone."""

    def __init__(self, here: Here, account, data=None):
        super().__init__(here, data, None)
        self.fields["line"] = amount_field(here.circle, _("May owe up to"), _("Empty means: as the rules say."), False)
        self.fields["line"].initial = said.plain(here.circle, account.line)
        self.fields["ceiling"] = amount_field(here.circle, _("May hold up to"), _("Empty means: as the rules say."),
                                              False)
        self.fields["ceiling"].initial = said.plain(here.circle, account.own_ceiling)
        self.fields["reason"] = forms.CharField(
            label=_("Why?"), max_length=200, required=False, help_text=_("Whoever is to agree reads it."))

    def clean_line(self):
        """In the unit's steps, or None for the usual."""
        return self.steps("line")

    def clean_ceiling(self):
        """In the unit's steps, or None for the usual."""
        return self.steps("ceiling")


@member_page
def limits(request, circle_id, holder):
    """Ask for limits of one account that differ from everybody's."""
    here = _kept_or_404(request, circle_id)
    account = here.account(holder)
    if account is None or not here.circle.unit:
        raise Http404(_("There is no such account here."))
    form = LimitsForm(here, account, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        one = form.cleaned_data
        try:
            change = commands.ask_change(circle_id, by=here.me, holder=holder, reason=one["reason"],
                                         words={"line": one["line"], "ceiling": one["ceiling"]})
        except Refused as refused:
            form.show_refusals(refused)
        else:
            return _asked(request, circle_id, change)
    return render(request, "web/circles/form.html", {
        "form": form, "circle": here.circle, "title": _("Limits for %(name)s") % {"name": here.called(holder)},
        "button": _("Ask for it"), "lead": _("For this account alone. It holds once another member agrees.")},
        status=422 if form.errors else 200)


@member_page
@require_POST
def freeze(request, circle_id, holder):
    """Freeze, with a reason that the member reads; without one where it is frozen: open it again."""
    here = _kept_or_404(request, circle_id)
    try:
        if "open" in request.POST:
            commands.unfreeze(circle_id, holder, by=here.me)
        else:
            commands.freeze(circle_id, holder, by=here.me, reason=request.POST.get("reason", ""))
    except Refused as refused:
        messages.error(request, wording.reason_of(refused.refusals[0]))
    else:
        messages.success(request, _("The account pays again.") if "open" in request.POST
                         else _("The account is frozen. It can still be paid to."))
    return redirect("circle-account", circle_id, holder)


@member_page
@require_POST
def call_in(request, circle_id, holder):
    """A member cannot settle: those who vouched bear it, each with the stake at most, and the circle what is left."""
    here = _kept_or_404(request, circle_id)
    try:
        commands.call_in(circle_id, holder, by=here.me, reason=request.POST.get("reason", ""))
    except Refused as refused:
        for one in refused.refusals:
            messages.error(request, wording.reason_of(one))
    else:
        messages.success(request, _("Called in. The account stands at zero now and is frozen."))
    return redirect("circle-account", circle_id, holder)


@member_page
def end(request, circle_id):
    """Wind the circle down, and close it once every account stands at zero."""
    here = _kept_or_404(request, circle_id)
    if request.method == "POST":
        write = commands.close_circle if request.POST.get("what") == "close" else commands.wind_down
        try:
            write(circle_id, by=here.me)
        except Refused as refused:
            messages.error(request, wording.reason_of(refused.refusals[0]))
            return redirect("circle-end", circle_id)
        messages.success(request, _("Closed. Its books can still be read.") if write is commands.close_circle
                         else _("It is being wound down: accounts only move towards zero."))
        return redirect("circle", circle_id)
    return render(request, "web/circles/end.html", {
        "circle": here.circle, "open": [(here.called(one.holder), said.signed(here.circle, one.balance))
                                        for one in here.accounts if one.balance]})
