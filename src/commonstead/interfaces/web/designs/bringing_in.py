"""Bring a design in from files or pasted text: a dry run shows what would be added, then one press adds all or nothing.

The dry run says how each column was taken, which lines are unclear and why, and what the town would have afterwards.
It writes nothing; files wait outside the database until somebody says yes (Exodus 3235-3295: low-cost integration).
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.making import DraftDesign, slug
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.making.designs import commands, queries
from commonstead.town.making.designs.formats import read_files

from . import waiting
from .dry_run import mapping_of, tried

LARGEST_BYTES = 10_000_000
LARGEST_PASTE = 500_000
PASTED = {"okh2": "pasted.toml", "okh1": "pasted.yml", "csv": "pasted.csv", "tsv": "pasted.tsv"}


@member_page
def bring_in(request):
    """Choose files or paste text; look; confirm."""
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "stop":
        waiting.forget(request.user.person_id)
        return redirect("designs")
    if not step:
        return _ask(request)
    files, problem = _handed_in(request)
    if problem or not files:
        return _ask(request, problem or _("Choose a file, or paste the text of one."))
    mapping = mapping_of(request.POST)
    try:
        drafts = read_files(files, mapping or None)
    except Refused as refused:
        waiting.forget(request.user.person_id)
        return _ask(request, *(_with_line(refusal) for refusal in refused.refusals))
    drafts = tuple(_named(draft, request.POST, place) for place, draft in enumerate(drafts))
    if step == "write":
        done = _write(request, drafts)
        if done:
            return done
    shown = [tried(draft, place) for place, draft in enumerate(drafts)]
    response = render(
        request,
        "web/designs/import_look.html",
        {
            "shown": shown,
            "files": [name for name, _content in files],
            "of": _of(request),
            "addable": bool(shown)
            and all(one.addable for one in shown)
            and any(one.outcome != "same" for one in shown),
            "count": len(shown),
        },
        status=200 if all(one.addable for one in shown) else 422,
    )
    response["Cache-Control"] = "private, no-cache"
    return response


def _ask(request, *problems: str):
    return render(
        request,
        "web/designs/import.html",
        {
            "problems": problems,
            "of": _of(request),
            "pasted": request.POST.get("text", "")[:LARGEST_PASTE],
            "pasted_as": request.POST.get("as", "csv"),
            "largest": LARGEST_BYTES // 1_000_000,
        },
        status=422 if problems else 200,
    )


def _of(request):
    """The design whose new version is brought in, if one was named."""
    wanted = request.POST.get("of") or request.GET.get("of") or ""
    return queries.design(wanted) if wanted else None


def _handed_in(request) -> tuple[waiting.Files, str]:
    """(the files to read, what is wrong). New files join those that wait when they were asked for."""
    person = request.user.person_id
    files = waiting.kept(person) if request.POST.get("with_kept") else []
    uploads = request.FILES.getlist("files")
    text = request.POST.get("text", "").encode()
    pasted = PASTED.get(request.POST.get("as", ""), "pasted.csv")
    fresh = {*(waiting.plain_name(upload.name) for upload in uploads), *([pasted] if text.strip() else [])}
    files = [one for one in files if one[0] not in fresh]
    kept_size = sum(len(content) for _name, content in files)
    if kept_size + sum(upload.size for upload in uploads) + len(text) > LARGEST_BYTES:
        return [], _(
            "That is more than %(most)s MB. Split the bill into modules, or take out what is not the bill."
        ) % {"most": LARGEST_BYTES // 1_000_000}
    if len(uploads) + len(files) > waiting.MOST_FILES:
        return [], _("At most %(most)s files at once.") % {"most": waiting.MOST_FILES}
    new = [(waiting.plain_name(upload.name), upload.read()) for upload in uploads]
    if text.strip():
        new.append((pasted, text))
    if new:
        files = [*files, *new]
        waiting.keep(person, files)
    elif request.POST.get("with_kept") and not files:
        return [], _("The files are no longer here: they wait for a day. Choose them again.")
    return files, ""


def _with_line(refusal) -> str:
    said = wording.reason_of(refusal)
    return _("Line %(line)s: %(said)s") % {"line": refusal.line, "said": said} if refusal.line else said


def _named(draft: DraftDesign, post, place: int) -> DraftDesign:
    """The draft under the name that somebody gave it, or as the new version of the design that was named."""
    if draft.design is None:
        return draft
    of = queries.design(post.get("of", "")) if post.get("of") and place == 0 else None
    if of is not None:
        bill_only = draft.format in ("csv", "tsv")
        parts = draft.design.parts
        changed = replace(of.design, parts=parts, version="") if bill_only else replace(draft.design, id=of.design.id)
        return replace(draft, design=changed)
    name = " ".join(post.get(f"name.{place}", "").split())[:120]
    if name and name != draft.design.name and slug(name):
        return replace(draft, design=replace(draft.design, name=name, id=slug(name)))
    return draft


def _write(request, drafts: tuple[DraftDesign, ...]):
    """All of them or nothing. A redirect when it was written, None when something stands in the way."""
    if not drafts or not all(draft.addable for draft in drafts):
        return None
    by = request.user.person_id
    try:
        with transaction.atomic():
            added = [_add(draft.design, by) for draft in drafts]
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, wording.reason_of(refusal))
        return None
    waiting.forget(by)
    kept_apart = [one for one in added if one.outcome == "quarantined"]
    new = [one for one in added if one.outcome == "added"]
    if new:
        messages.success(
            request,
            ngettext(
                "%(n)s design was brought in. What is not known yet is asked for on its page.",
                "%(n)s designs were brought in. What is not known yet is asked for on their pages.",
                len(new),
            )
            % {"n": len(new)},
        )
    if kept_apart:
        messages.error(
            request,
            _("Kept apart, because it cannot be true as it stands: %(names)s. See below the list.")
            % {"names": ", ".join(one.id for one in kept_apart)},
        )
    if not new and not kept_apart:
        messages.success(request, _("It was here already, just as it is; nothing was doubled."))
    return redirect(reverse("design", args=[new[0].id]) if len(new) == 1 and not kept_apart else reverse("designs"))


def _add(design, by: str):
    known = queries.design(design.id)
    return commands.revise_design(design.id, design, by=by) if known else commands.add_design(design, by=by)
