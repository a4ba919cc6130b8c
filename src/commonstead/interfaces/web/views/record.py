"""Write something down: choose what happened, fill in a few fields, look it over, done. Undo is a reversal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.deeds import DEEDS
from commonstead.interfaces.web.forms.record import RecordForm
from commonstead.interfaces.web.inside_first import inside_first
from commonstead.town.ledger import commands as ledger_commands

#: What a link to the form may fill in beforehand.
WANTED = ("who", "good", "partner", "quantity", "effort", "mode", "promise")


@member_page
def choose(request):
    """What happened?"""
    return render(request, "web/pages/record_choose.html", {"deeds": DEEDS.values()})


@member_page
def record(request, deed):
    """The form for one deed; its second step shows what will be written before it is."""
    if deed not in DEEDS:
        raise Http404(_("There is nothing of that name to write down."))
    chosen = DEEDS[deed]
    if request.method != "POST":
        wanted = {name: request.GET[name] for name in WANTED if name in request.GET}
        form = RecordForm(chosen, request.user.person_id, initial=wanted)
        return render(request, "web/pages/record.html", {
            "deed": chosen, "form": form, "nothing": not form.specifications, **_inside(request, form, wanted)})
    form = RecordForm(chosen, request.user.person_id, request.POST)
    flows = _flows(form)
    if flows and request.POST.get("step") == "write":
        try:
            written = ledger_commands.record_events(flows)
        except Refused as refused:
            form.show_refusals(refused)
        else:
            messages.success(request, _("This was written down already; nothing was doubled.") if written[0].repeated
                             else _("Written down."))
            return redirect("event", written[0].event_id)
    elif flows and request.POST.get("step") != "mend":
        response = render(request, "web/pages/record_confirm.html", {
            "deed": chosen, "form": form, "lines": _summary(form, chosen), "fields": _carried(form),
            "back": reverse("record-deed", args=[deed]), **_inside(request, form, form.cleaned_data)})
        # The reader's own browser may keep it, so that its Back button shows it again instead of an error.
        response["Cache-Control"] = "private, no-cache"
        return response
    return render(request, "web/pages/record.html", {
        "deed": chosen, "form": form, "nothing": not form.specifications, **_inside(request, form, form.data)},
        status=422 if form.errors else 200)


def _inside(request, form: RecordForm, said) -> dict:
    """Where a purchase outside is written down: who has the thing in town. A hint; it stops nobody."""
    spec = form.specifications.get(said.get("good", "")) if form.deed.slug == "bought" else None
    if spec is None:
        return {}
    return {"inside": inside_first(spec.id, request.user.person_id, said.get("who", "")), "inside_good": spec.name}


def _flows(form: RecordForm) -> list:
    """The flows, or nothing when a field cannot be read; the reason is then at the field."""
    if not form.is_valid():
        return []
    try:
        return form.flows()
    except Refused as refused:
        form.show_refusals(refused)
        return []


def _summary(form: RecordForm, deed) -> list[tuple[str, str]]:
    """Label and value, as they will be written."""
    said = form.cleaned_data
    spec = form.specifications[said["good"]]
    lines = [(_("What happened"), str(deed.title)), (form.fields["who"].label, _chosen(form, "who")),
             (form.fields["good"].label, spec.name)]
    if said.get("quantity"):
        lines.append((form.fields["quantity"].label, _exact(said["quantity"], form.units.get(spec.unit).symbol)))
    if said.get("effort"):
        lines.append((form.fields["effort"].label, f"{said['effort']} h"))
    lines += [(form.fields[name].label, _chosen(form, name)) for name in ("partner", "mode") if name in form.fields]
    if said.get("paid"):
        lines.append((form.fields["paid"].label, said["paid"]))
    lines.append((form.fields["day"].label, wording.day(said["day"])))
    if said.get("note"):
        lines.append((form.fields["note"].label, said["note"]))
    return lines


def _exact(typed: str, symbol: str) -> str:
    """A number as it was typed, not rounded for reading: it is what will be written."""
    return f"{typed} {wording.unit_word(symbol, typed)}".rstrip()


def _chosen(form: RecordForm, name: str) -> str:
    """The words of a choice."""
    value = form.cleaned_data[name]
    for key, label in form.fields[name].choices:
        if isinstance(label, list | tuple):
            found = dict(label).get(value)
            if found:
                return str(found)
        elif key == value:
            return str(label)
    return value


def _carried(form: RecordForm) -> list[tuple[str, str]]:
    """All fields once more, hidden, for the step that writes."""
    return [(name, form.data.get(name, "")) for name in form.fields]
