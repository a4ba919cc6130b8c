"""The list of designs: find one by a word or by how far it has got, and begin a new one from a thought."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.making import Design, slug
from commonstead.core.making.design import STATUSES
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.making import queries as making
from commonstead.town.making.designs import commands, queries

from .telling import Names, status_word

LONGEST_SEARCH = 60


@member_page
def designs(request):
    """All designs by name, with what each makes and how far it has got."""
    q = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    status = request.GET.get("status", "")
    names = Names()
    everything = queries.designs()
    found = [
        _listed(row, names) for row in everything if (not status or row.status == status) and _matches(q, row, names)
    ]
    counts = {one: sum(row.status == one for row in everything) for one in STATUSES}
    return render(
        request,
        "web/designs/designs.html",
        {
            "q": q,
            "status": status,
            "found": found,
            "there_are": len(everything),
            "apart": _apart(),
            "statuses": [(one, status_word(one), counts[one]) for one in STATUSES if counts[one]],
        },
    )


def _matches(q: str, row, names: Names) -> bool:
    said = " ".join((row.name, row.purpose, row.id, *(names.good(good) for good in row.makes)))
    return not q or q.casefold() in said.casefold()


def _listed(row, names: Names) -> dict:
    return {
        "row": row,
        "href": reverse("design", args=[row.id]),
        "status": status_word(row.status),
        "makes": ", ".join(names.good(good) for good in row.makes),
    }


def _apart() -> list[dict]:
    """Designs that are kept apart because they run in a ring or make something from nothing, with the ring drawn."""
    kept = queries.quarantined()
    names = Names() if kept else None
    recipes = {recipe.id: recipe.name for recipe in making.recipes()} if kept else {}
    return [
        {
            "id": one.id,
            "name": one.design.name or one.design.id,
            "reasons": [wording.reason_of(reason) for reason in one.reasons],
            "rings": [one.loop.drawn] if one.loop else [
                ring for reason in one.reasons if (ring := _ring(reason.params, one.design, recipes, names))],
        }
        for one in kept
    ]


def _ring(params, design: Design, recipes: dict[str, str], names: Names) -> str:
    """Recipes and what each hands on to the next, by name, back to the first; "" where a reason tells of no ring."""
    around, goods = params.get("recipes", ()), params.get("goods", ())
    if not around:
        return ""
    called = [recipes.get(one) or (design.name if one.startswith(design.id) else one) for one in around]
    if len(goods) != len(around):  # what makes something from nothing tells no goods between
        return " → ".join([*called, called[0]])
    links = [f"{name} → ({names.good(good)})" for name, good in zip(called, goods, strict=True)]
    return " → ".join([*links, called[0]])


@member_page
def apart(request, quarantine_id):
    """Look again whether what was kept apart is sound by now, or throw it away: it was never part of the town."""
    if request.method == "POST" and request.POST.get("deed") == "forget":
        commands.forget_quarantined(quarantine_id)
        messages.success(request, _("Thrown away. It was never among the designs."))
    elif request.method == "POST":
        try:
            added = commands.let_out_of_quarantine(quarantine_id, by=request.user.person_id)
        except Refused as refused:
            for refusal in refused.refusals:
                messages.error(request, wording.reason_of(refusal))
        else:
            if added.outcome != "quarantined":
                return redirect("design", added.id)
            messages.error(request, _("It still cannot be true as it stands."))
    return redirect(reverse("designs") + "#apart")


class IdeaForm(forms.Form):
    """The least that a design needs: a name and what it is for. All else is asked for later."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What is it?"), max_length=120, help_text=_("Like “Drum sieve for compost”.")
        )
        self.fields["purpose"] = forms.CharField(
            label=_("What is it for?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )

    def clean_name(self):
        """A name that gives an address, and that no other design has."""
        name = " ".join(self.cleaned_data["name"].split())
        if not slug(name):
            raise forms.ValidationError(_("Write a name with letters or digits."))
        if queries.design(slug(name)):
            raise forms.ValidationError(_("There is a design of that name already. Add a word that tells them apart."))
        return name


@member_page
def begin(request):
    """Write a thought down as a design that is only an idea."""
    form = IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        begun = Design(
            id=slug(said["name"]),
            version="0.1",
            name=said["name"],
            purpose=said["purpose"],
            status="idea",
            licence="CC0-1.0",
            language=getattr(request, "LANGUAGE_CODE", ""),
        )
        try:
            added = commands.add_design(begun, by=request.user.person_id)
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(None, wording.reason_of(refusal))
        else:
            messages.success(request, _("It is among the designs now. Whoever knows more can add it below."))
            return redirect("design", added.id)
    return render(
        request,
        "web/pages/ask.html",
        {
            "form": form,
            "title": _("Write a design down"),
            "kicker": _("Designs"),
            "up": reverse("designs"),
            "lead": _(
                "A name is enough to begin. Parts, tools and steps can come later, from anybody. What you write here "
                "is free for everyone to use and change."
            ),
            "button": _("Write it down"),
        },
        status=422 if form.errors else 200,
    )
