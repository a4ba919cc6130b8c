"""What the pages of debts ask again and again: for whom somebody acts, how a refusal comes back to its field."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.people import queries as people


def acting_for(person_id: str) -> list[tuple[str, str]]:
    """(id, name) of the person and of all whose books they keep; themselves first."""
    views = people.agents(ids=people.may_book_for(person_id))
    first = sorted(views, key=lambda view: (view.id != person_id, view.nature, view.name.casefold()))
    return [(view.id, _("%(name)s (me)") % {"name": view.name} if view.id == person_id else view.name)
            for view in first]


def everybody() -> list:
    """Everybody in town in groups, associations first, as choices of a field."""
    groups: dict[str, list] = {"association": [], "household": [], "person": []}
    for view in people.agents():
        groups.setdefault(view.nature, []).append((view.id, view.name))
    labels = {"association": _("Associations"), "household": _("Households"), "person": _("People")}
    return [(labels[nature], entries) for nature, entries in groups.items() if entries]


def show_refusals(form, refused: Refused) -> None:
    """Put each refusal where it can be mended."""
    for refusal in refused.refusals:
        form.add_error(refusal.field if refusal.field in form.fields else None, reason_of(refusal))


def tried(request, write, done) -> bool:
    """Do it and say so, or say why not. done: the words, or how to find them from what came of it."""
    try:
        came = write()
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, reason_of(refusal))
        return False
    messages.success(request, done(came) if callable(done) else done)
    return True


def found_or_404(view):
    """What an address names, or a page that says that there is no such thing."""
    if view is None:
        raise Http404(_("There is no such thing here."))
    return view
