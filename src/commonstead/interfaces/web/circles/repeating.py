"""Pay again every week or month, until it is ended."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import commands

from .fields import CircleForm, amount_field, category_field, day_field, holder_field, id_field, note_field
from .reading import Here, inside_or_404


class RepeatForm(CircleForm):
    """Who pays whom how much, how often, from when, until when."""

    def __init__(self, here: Here, data=None, initial=None):
        super().__init__(here, data, initial)
        self.fields["payee"] = holder_field(here, [one.holder for one in here.accounts], _("To whom?"))
        self.fields["amount"] = amount_field(here.circle, _("How much each time?"))
        self.fields["every"] = forms.ChoiceField(
            label=_("How often?"), widget=forms.RadioSelect, initial="week",
            choices=[("week", _("every week")), ("month", _("every month"))])
        self.fields["begins"] = day_field(_("The first time"))
        self.fields["until"] = day_field(_("The last time, at the latest"), required=False, today=False,
                                         help_text=_("Leave it empty to pay until one of you ends it."))
        self.fields["category"] = category_field()
        self.fields["note"] = note_field()
        self.fields["payer"] = holder_field(here, [one.holder for one in here.own], _("From whose account?"),
                                            empty=False)
        self.fields["key"] = id_field()

    def clean(self):
        """Nothing is paid for days that are over, and the last day is not before the first."""
        one = super().clean()
        if one.get("begins") and one["begins"] < timezone.localdate():
            self.add_error("begins", _("Choose today or a day to come."))
        elif one.get("begins") and one.get("until") and one["until"] < one["begins"]:
            self.add_error("until", _("Choose a day after the first one."))
        return one


@member_page
def repeat(request, circle_id):
    """A payment that comes again; the first falls due on its day, and today's at once."""
    here = inside_or_404(request, circle_id)
    if not here.circle.unit or not here.own:
        return redirect("circle", circle_id)
    form = RepeatForm(here, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _write(here, form):
        messages.success(request, _("It is paid by itself from now on, until one of you ends it."))
        return redirect("circles")
    return render(request, "web/circles/form.html", {
        "form": form, "circle": here.circle, "title": _("Pay again and again"), "button": _("Pay it again and again"),
        "lead": _("Every week or every month, by itself. Where an account has no room on the day, it is asked for "
                  "instead."),
        "alone": len(here.accounts) < 2, "keeps": here.keeps}, status=422 if form.errors else 200)


def _write(here: Here, form: RepeatForm) -> bool:
    one = form.cleaned_data
    try:
        commands.repeat_payment(
            here.circle.id, payer=one["payer"], payee=one["payee"], amount=one["amount"], every=one["every"],
            begins=one["begins"], until=one["until"], category=one["category"], note=one["note"], by=here.me,
            id=one["key"])
        commands.tend()
    except Refused as refused:
        form.show_refusals(refused)
        return False
    return True


@member_page
@require_POST
def end(request, repetition_id):
    """Either side ends it."""
    try:
        commands.end_repetition(repetition_id, by=request.user.person_id)
    except Refused as refused:
        messages.error(request, wording.reason_of(refused.refusals[0]))
    else:
        messages.success(request, _("It is paid no more."))
    return redirect("circles")
