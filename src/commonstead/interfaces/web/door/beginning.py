"""The first-run set-up: whoever holds the key that `serve` printed names the town and makes the first household."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonstead.core.vocabulary.refusal import Refused
from commonstead.core.vocabulary.units import UNITS
from commonstead.interfaces.web import wording
from commonstead.town.boundary import commands as boundary
from commonstead.town.door import commands, queries

from .session import open_session

MONEY = "money:"


class BeginForm(forms.Form):
    """What a town needs before it can begin: a name, a language, a currency, one household and one person."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        currencies = [(unit.id, unit.id) for unit in UNITS if unit.dimension.startswith(MONEY)]
        self.fields["key"] = forms.CharField(widget=forms.HiddenInput)
        self.fields["town"] = forms.CharField(label=_("What is the town called?"), max_length=120)
        self.fields["language"] = forms.ChoiceField(
            label=_("Which language do you speak?"), choices=settings.LANGUAGES,
            help_text=_("Everybody can choose their own later."))
        self.fields["currency"] = forms.ChoiceField(
            label=_("Which money is used outside?"), choices=currencies,
            help_text=_("Prices at the edge, where the town buys and sells, are given in it."))
        self.fields["person"] = forms.CharField(label=_("What are you called?"), max_length=120)
        self.fields["household"] = forms.CharField(
            label=_("What is your household called?"), max_length=120,
            help_text=_("Like “Elm Street 4” or “The Ortegas”."))
        self.fields["size"] = forms.IntegerField(
            label=_("How many people live in it?"), min_value=1, max_value=60, initial=1)


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request):
    """Set up an empty town. Says where to find the key when it is missing, and goes away once the town has begun."""
    key = request.POST.get("key") or request.GET.get("key", "")
    try:
        commands.check_key(key)
    except Refused as refused:
        return render(request, "door/begin_closed.html", {
            "refusal": wording.reason_of(refused.refusals[0]), "begun": not queries.is_empty()}, status=403)
    form = BeginForm(request.POST or None, initial={"key": key, "language": get_language()})
    if request.method == "POST" and form.is_valid():
        answer = _begin(request, form)
        if answer:
            return answer
    return render(request, "door/begin.html", {"form": form}, status=422 if form.errors else 200)


def _begin(request, form):
    given = form.cleaned_data
    try:
        user = commands.begin_town(key=given["key"], person=given["person"], household=given["household"],
                                   size=given["size"], language=given["language"],
                                   and_then=lambda: boundary.set_frame(name=given["town"], currency=given["currency"]))
    except Refused as refused:
        for refusal in refused.refusals:
            form.add_error(refusal.field if refusal.field in form.fields else None, wording.reason_of(refusal))
        return None
    return open_session(request, redirect(f"{reverse('door-keys')}?first=1"), user)
