"""Ask somebody to pay: nothing moves until they accept."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import commands

from .fields import CircleForm, amount_field, category_field, day_field, holder_field, key_field, note_field
from .reading import Here, inside_or_404

WANTED = ("payer", "payee", "amount", "category", "note", "links_to")


class AskForm(CircleForm):
    """Whom, how much, what for, until when."""

    def __init__(self, here: Here, data=None, initial=None):
        super().__init__(here, data, initial)
        own = [one.holder for one in here.own]
        self.fields["payer"] = holder_field(here, [one.holder for one in here.accounts if one.holder not in own[:1]],
                                            _("Whom do you ask?"))
        self.fields["amount"] = amount_field(here.circle, _("How much?"))
        self.fields["category"] = category_field()
        self.fields["note"] = note_field()
        self.fields["payee"] = holder_field(here, own, _("To whose account?"), empty=False)
        self.fields["due"] = day_field(_("Until when?"), required=False, today=False, help_text=_(
            "If you like. After that day it lapses by itself."))
        self.fields["links_to"] = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
        self.fields["key"] = key_field()


@member_page
def ask(request, circle_id):
    """One form, sent at once: whoever is asked looks it over."""
    here = inside_or_404(request, circle_id)
    if not here.circle.unit:
        return redirect("circle", circle_id)
    if request.method == "POST":
        form = AskForm(here, request.POST)
        if form.is_valid() and (asked := _send(here, form)):
            messages.success(request, _("Asked. Nothing moves until they accept."))
            return redirect("payment", asked)
    else:
        form = AskForm(here, initial={name: request.GET[name] for name in WANTED if name in request.GET})
    return render(request, "web/circles/form.html", {
        "form": form, "circle": here.circle, "title": _("Ask for a payment"), "button": _("Ask"),
        "lead": _("They find it on their page and accept or decline it."), "alone": len(here.accounts) < 2,
        "keeps": here.keeps}, status=422 if form.errors else 200)


def _send(here: Here, form: AskForm) -> str:
    one = form.cleaned_data
    slip = commands.Slip(one["payer"], one["payee"], one["amount"], one["key"], None, one["category"], one["note"],
                         one["links_to"])
    try:
        return commands.ask_payment(here.circle.id, slip, by=here.me, due=one["due"])
    except Refused as refused:
        form.show_refusals(refused)
        return ""
