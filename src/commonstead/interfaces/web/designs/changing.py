"""Take a design and change it (a fork), go back to an earlier version, and see two of them side by side.

A version is never changed or deleted: what was a mistake is followed by a version that says so (Exodus 2850-2986).
"""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.making import difference, slug
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.making.designs import commands, queries

from .sheet import found_or_404
from .telling import sentence, status_word

LONGEST_WHY = 300


class ForkForm(forms.Form):
    """The name of one's own design."""

    def __init__(self, design, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What do you call yours?"),
            max_length=120,
            initial=_("%(name)s, ours") % {"name": design.name},
            help_text=_("It begins as a copy that says where it comes from. Then you change it, and the other stays."),
        )

    def clean_name(self):
        """No two designs of one name."""
        name = " ".join(self.cleaned_data["name"].split())
        if not slug(name):
            raise forms.ValidationError(_("Write a name with letters or digits."))
        if queries.design(slug(name)):
            raise forms.ValidationError(_("There is a design of that name already. Add a word that tells them apart."))
        return name


@member_page
def fork(request, design_id):
    """Take a version and make it one's own."""
    view = found_or_404(design_id, request.GET.get("version") or None)
    form = ForkForm(view.design, request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            added = commands.fork_design(
                design_id, new_id=slug(name), name=name, version=view.design.version, by=request.user.person_id
            )
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(None, wording.reason_of(refusal))
        else:
            messages.success(request, _("It is yours and everybody's now. Change it as you need."))
            return redirect("design", added.id)
    return render(
        request,
        "web/pages/ask.html",
        {
            "form": form,
            "title": _("Take it and change it"),
            "kicker": view.design.name,
            "up": reverse("design", args=[design_id]),
            "button": _("Take it"),
            "lead": _("Designs are free to copy, use and change. Nobody has to agree."),
        },
        status=422 if form.errors else 200,
    )


@member_page
def take_back(request, design_id, version):
    """The newest version was a mistake: the one before stands again, as a version of its own that says why."""
    view, rows = found_or_404(design_id, version), queries.versions(design_id)
    if not view.newest or len(rows) < 2:
        raise Http404(_("Only the newest version can be taken back, and only where there is one before it."))
    before = found_or_404(design_id, rows[1].version)
    why = " ".join(request.POST.get("why", "").split())[:LONGEST_WHY]
    problems = []
    if request.method == "POST" and why:
        note = _("Version %(wrong)s was taken back: %(why)s") % {"wrong": version, "why": why}
        again = replace(before.design, version="", note="\n".join(filter(None, (before.design.note, note))))
        try:
            added = commands.revise_design(design_id, again, by=request.user.person_id)
        except Refused as refused:
            problems = [wording.reason_of(refusal) for refusal in refused.refusals]
        else:
            messages.success(
                request,
                _("Version %(new)s says again what %(old)s said. The one taken back stays to be read.")
                % {"new": added.version, "old": before.design.version},
            )
            return redirect("design", design_id)
    return render(
        request,
        "web/designs/take_back.html",
        {
            "view": view,
            "before": before,
            "problems": problems,
            "missing": request.method == "POST" and not why,
            "differences": said_differences(before.design, view.design),
        },
        status=422 if request.method == "POST" else 200,
    )


@member_page
def compare(request, design_id):
    """What one version or one design does otherwise than another, in sentences and side by side. Where the address
    names no other: than its origin, else than the version before."""
    other_id = request.GET.get("with", "")
    if other_id in ("", design_id) and not {"from", "to"} & set(request.GET):
        before = _compared_by_default(design_id)
        if before is None:
            messages.info(request, _("There is nothing to compare it with yet: it has one version and no origin."))
            return redirect("design", design_id)
        first, second = before, found_or_404(design_id)
    elif other_id and other_id != design_id:
        first, second = found_or_404(other_id), found_or_404(design_id)
        origin = second.design.forked_from
        if origin and origin.id == other_id and queries.design(other_id, origin.version):
            first = found_or_404(other_id, origin.version)
    else:
        first, second = found_or_404(design_id, request.GET.get("from")), found_or_404(design_id, request.GET.get("to"))
    return render(
        request,
        "web/designs/compare.html",
        {
            "first": first,
            "second": second,
            "same_design": first.design.id == second.design.id,
            "differences": said_differences(first.design, second.design),
            "rows": _side_by_side(first.design, second.design),
        },
    )


def _compared_by_default(design_id):
    """The version that a design was taken from, else the newest of that design, else its own version before; None."""
    origin, rows = found_or_404(design_id).design.forked_from, queries.versions(design_id)
    if origin and origin.id != design_id:
        there = queries.design(origin.id, origin.version) or queries.design(origin.id)
        if there:
            return there
    return found_or_404(design_id, rows[1].version) if len(rows) > 1 else None


def said_differences(before, after) -> list[str]:
    """The differences in the reader's language."""
    found = []
    for one in difference(before, after):
        if one.clause.endswith("differs_status"):
            one = replace(one, params={key: status_word(value) for key, value in one.params.items()})
        found.append(sentence(one))
    return found


def _side_by_side(before, after) -> list[tuple[str, str, str, bool]]:
    """(what, before, after, whether they differ) of the facts that people compare first."""

    def work(design):
        known = [hours for hours in design.skills.values() if hours is not None]
        return wording.amount(sum(known), "h") if known else "–"

    pairs = (
        (_("Version"), before.version, after.version),
        (_("How far"), status_word(before.status), status_word(after.status)),
        (_("Licence"), before.licence or "–", after.licence or "–"),
        (_("Parts in its bill"), str(len(before.parts)), str(len(after.parts))),
        (_("Work"), work(before), work(after)),
        (
            _("Tools"),
            ", ".join(tool.name for tool in before.tools) or "–",
            ", ".join(tool.name for tool in after.tools) or "–",
        ),
    )
    return [(what, one, other, one != other) for what, one, other in pairs]
