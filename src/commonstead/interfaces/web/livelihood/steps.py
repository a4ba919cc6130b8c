"""The steps of the audit: begin, one class of need at a time, go on, stop, come back.

Nothing is lost on the way: each step saves. A class that was not looked at yet follows the average, also when
the household's size is corrected later.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from commonstead.core.livelihood import Audit, Entry, average_audit
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.livelihood import commands, queries
from commonstead.town.people import queries as people

from .form import NeedForm, shown, taken, text
from .goods import goods, named
from .words import TYPE_WORDS

MINUTES = 5
#: Needs of a class that are asked at once; the smaller ones wait behind a button, so that five minutes suffice.
SHOWN_FIRST = 6


class HomeForm(forms.Form):
    """Who lives here: enough to choose the average to start from."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["size"] = forms.IntegerField(
            label=_("How many people live in your household?"), min_value=1, max_value=60,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
        self.fields["type"] = forms.ChoiceField(
            label=_("What is it most like?"), choices=[(slug, word) for slug, word in TYPE_WORDS.items()],
            widget=forms.RadioSelect)
        self.fields["waged_hours"] = forms.DecimalField(
            label=_("Hours of paid work a month, all of you together"), min_value=0, max_value=20000, required=False,
            help_text=_("A full week is about 160 hours a month. Leave it empty if you would rather not say."),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}))


def household_or_404(request) -> str:
    """The household of whoever is signed in; the audit is its alone."""
    household = people.household_of(request.user.person_id)
    if not household:
        raise Http404(_("You are in no household yet, so there is no audit to keep."))
    return household


def opened(request):
    """(household, its audit view or None), opened for the person who is signed in."""
    household = household_or_404(request)
    return household, queries.audit_of(household, viewer=request.user.person_id)


@never_cache
@member_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def begin(request):
    """Step 0, and later the page to come back to: how far the audit is, and what to do next."""
    household, view = opened(request)
    if request.method == "POST" or view is None or request.GET.get("home"):
        return _home(request, household, view)
    steps = queries.steps()
    return render(request, "livelihood/overview.html", {
        "view": view, "steps": _listed(view.audit, steps), "count": len(steps),
        "looked_at": sum(1 for one in steps if one.slug in view.audit.steps),
        "onward": _next_address(view.audit, steps)})


def _home(request, household, view):
    if not queries.steps():
        return render(request, "livelihood/no_average.html")
    agent = people.agent(household)
    audit = view.audit if view else None
    initial = {"size": audit.size if audit else agent.size, "type": audit.type if audit else _likely(agent.size),
               "waged_hours": text(audit.waged_hours) if audit else ""}
    form = HomeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        started = _started(audit, given["size"], given["type"], given["waged_hours"] or Decimal(0))
        commands.save_audit(household, started, by=request.user.person_id, done=_finished(started))
        return redirect(_next_address(started, queries.steps()))
    return render(request, "livelihood/home.html", {"form": form, "minutes": MINUTES, "begun": view is not None},
                  status=422 if form.errors else 200)


def _likely(size: int) -> str:
    return "single" if size == 1 else "couple" if size == 2 else "family"


def _started(audit: Audit | None, size: int, type: str, waged_hours: Decimal) -> Audit:
    """The average of that household, with what was looked at already kept as it was written."""
    fresh = average_audit(queries.averages(), size, type)
    if audit is None:
        return replace(fresh, waged_hours=waged_hours)
    kept = {entry.good: entry for entry in audit.entries if entry.need_class in audit.steps}
    entries = [kept.pop(entry.good, entry) for entry in fresh.entries]
    return Audit(size, type, (*entries, *kept.values()), waged_hours, audit.steps)


@never_cache
@member_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def step(request, slug: str):
    """One class of need, filled in with the average."""
    household, view = opened(request)
    if view is None:
        return redirect("livelihood")
    steps = queries.steps()
    here = next((place for place, candidate in enumerate(steps) if candidate.slug == slug), None)
    if here is None:
        raise Http404
    audit, known, status = view.audit, goods(), 200
    entries = sorted((entry for entry in audit.entries if entry.need_class == slug), key=partial(_weight, known=known),
                     reverse=True)
    missing = [good for good in known.values() if good.need_class == slug and audit.entry(good.id) is None]
    smaller = 0 if request.GET.get("all") else max(0, len(entries) - SHOWN_FIRST)
    if smaller:
        entries = entries[:SHOWN_FIRST]
    if request.method == "POST":
        pairs = [taken(request.POST, entry, named(entry.good, known)) for entry in entries]
        added = _added(request, slug, {good.id: good for good in missing})
        if not any(form.errors for _entry, form in pairs) and (added is None or not added[1].errors):
            return _kept(request, household, view, slug, [entry for entry, _form in pairs + ([added] if added else [])])
        needs, status = [form for _entry, form in pairs], 422
    else:
        needs = [shown(entry, named(entry.good, known)) for entry in entries]
    return render(request, "livelihood/step.html", {
        "step": steps[here], "needs": needs, "smaller": smaller,
        "missing": missing, "number": here + 1, "count": len(steps),
        "left": _minutes_left(len(steps) - here, len(steps)), "problems": _problems(needs),
        "added": added[1] if status == 422 and added else None, "ways": NeedForm.ways,
        "before": reverse("livelihood-step", args=[steps[here - 1].slug]) if here else reverse("livelihood"),
        "skip": _address(steps, here + 1)}, status=status)


def _weight(entry: Entry, known) -> tuple:
    """What weighs most in a household's month comes first: by worth at the shop, then by hours."""
    price = named(entry.good, known).price or Decimal(0)
    return entry.amount * price, entry.hours, entry.good


def _added(request, slug: str, missing: dict) -> tuple[Entry, NeedForm] | None:
    """A need that the average does not know, if the household added one."""
    good = missing.get(request.POST.get("added", ""))
    if good is None:
        return None
    post = {f"{good.id}.{name}": request.POST.get(f"added.{name}", "") for name in ("amount", "mode")}
    return taken(post, Entry(good.id, slug), good)


def _kept(request, household: str, view, slug: str, entries: list[Entry]):
    """Save what came, and go where the pressed button leads."""
    by_good = {entry.good: entry for entry in entries}
    kept = [by_good.pop(entry.good, entry) for entry in view.audit.entries]
    looked_at = view.audit.steps if slug in view.audit.steps else (*view.audit.steps, slug)
    audit = replace(view.audit, entries=(*kept, *by_good.values()), steps=looked_at)
    try:
        commands.save_audit(household, audit, by=request.user.person_id, done=_finished(audit) or view.done)
    except Refused as refused:
        return render(request, "livelihood/refused.html",
                      {"reasons": [wording.reason_of(refusal) for refusal in refused.refusals]}, status=422)
    if request.POST.get("then") == "stop":
        return redirect("livelihood")
    if request.POST.get("then") == "all" or request.POST.get("added"):
        everything = "?all=1" if request.POST.get("then") == "all" or request.GET.get("all") else ""
        return redirect(reverse("livelihood-step", args=[slug]) + everything)
    steps = queries.steps()
    here = next(place for place, candidate in enumerate(steps) if candidate.slug == slug)
    return redirect(_address(steps, here + 1))


def _address(steps, place: int) -> str:
    """The step at that place, or the result after the last."""
    return reverse("livelihood-step", args=[steps[place].slug]) if place < len(steps) else reverse("livelihood-result")


def _next_address(audit: Audit, steps) -> str:
    """The first class that was not looked at yet, or the result."""
    return _address(steps, next((place for place, one in enumerate(steps) if one.slug not in audit.steps), len(steps)))


def _finished(audit: Audit) -> bool:
    return {one.slug for one in queries.steps()} <= set(audit.steps)


def _listed(audit: Audit, steps) -> list[dict]:
    return [{"name": one.name, "href": reverse("livelihood-step", args=[one.slug]), "done": one.slug in audit.steps}
            for one in steps]


def _minutes_left(steps: int, of: int) -> int:
    return max(1, round(MINUTES * steps / max(1, of)))


def _problems(needs: list[NeedForm]) -> list[dict]:
    """What is wrong, each with the place to mend it."""
    return [{"href": f"#{need.id}.{name}", "name": need.good.name, "said": said}
            for need in needs for name, said in need.errors.items()]
