"""The design system's components as template tags; /design shows each of them.

Words: `{% page_head %}`, `{% figure %}`, `{% table %}`, `{% chart %}`, `{% empty %}`, `{% notice %}`,
`{% field %}`, `{% tabs %}`, `{% badge %}`, `{% mode_chip %}`, `{% progress %}`, `{% pager %}`. Cards and buttons are
plain classes (`card`, `button`), because they wrap anything.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from commonstead.interfaces.web import wording

register = template.Library()


@register.inclusion_tag("web/parts/page_head.html")
def page_head(title, lead="", kicker="", kicker_url=""):
    """The one h1 of a page, with a line above (where it belongs) and a sentence below (what it is for)."""
    return {"title": title, "lead": lead, "kicker": kicker, "kicker_url": kicker_url}


@register.inclusion_tag("web/parts/figure.html")
def figure(label, value, unit="", note="", why="", why_label="", small=False):
    """A big number, what it is, and the link to its reason."""
    return {"label": label, "value": value, "unit": unit, "note": note, "why": why, "why_label": why_label,
            "small": small}


@register.inclusion_tag("web/parts/table.html")
def table(value):
    """A components.Table, which becomes cards on a phone."""
    return {"table": value, "rows": list(value.drawn_rows())}


@register.inclusion_tag("web/parts/chart.html")
def chart(value):
    """A components.Chart: the picture, its legend, and its table."""
    return {"chart": value, "wide": mark_safe(value.wide), "narrow": mark_safe(value.narrow)}


@register.simple_block_tag
def empty(content, title=""):
    """Nothing here yet: say why, and what to do."""
    head = format_html("<strong>{}</strong>", title) if title else ""
    return format_html('<div class="empty">{}{}</div>', head, content)


@register.simple_block_tag
def notice(content, title="", tone="", alert=False):
    """A message. tone: "" to inform, "quiet" for an aside, "refusal" when something was not done."""
    return format_html(
        '<div class="notice{}"{}>{}{}</div>', f" notice-{tone}" if tone else "",
        mark_safe(' role="alert"') if alert else mark_safe(' role="status"') if not tone else "",
        format_html("<strong>{}</strong>", title) if title else "", content)


@register.inclusion_tag("web/parts/field.html")
def field(bound, unit=""):
    """A form field with its label, help and error, tied together for screen readers."""
    parts = (("help", bound.help_text), ("error", bound.errors))
    described = " ".join(f"{bound.auto_id}_{part}" for part, there in parts if there)
    attributes = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    kind = getattr(bound.field.widget, "input_type", "")
    choices = kind in ("radio", "checkbox") and bool(getattr(bound.field, "choices", None))
    return {"bound": bound, "unit": unit, "choices": choices, "checkbox": kind == "checkbox" and not choices,
            "widget": "" if choices else bound.as_widget(attrs=attributes), "described": described}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items, label):
    """Links between the parts of one page."""
    return {"items": items, "label": label}


@register.simple_tag
def badge(text, tone=""):
    """A word about state. tone: "", "accent", "solid" or "outside"."""
    return format_html('<span class="badge{}">{}</span>', f" badge-{tone}" if tone else "", text)


@register.simple_tag
def mode_chip(mode):
    """In which spirit something changed hands. Outside is grey, everything inside carries the accent."""
    if not mode:
        return ""
    return format_html(
        '<span class="badge badge-{}">{}</span>', "outside" if mode == "sale" else "accent", wording.mode_word(mode))


@register.inclusion_tag("web/parts/progress.html")
def progress(label, value, maximum=1, start="", end=""):
    """How far along something is."""
    return {"label": label, "value": value, "maximum": maximum, "start": start, "end": end}


@register.inclusion_tag("web/parts/pager.html")
def pager(newer="", older="", newer_label="", older_label=""):
    """Step through a long book."""
    return {"newer": newer, "older": older, "newer_label": newer_label, "older_label": older_label}


@register.simple_tag(takes_context=True)
def money(context, value):
    """Cash in the town's own currency, which the page gives as `frame`."""
    return wording.money(value, getattr(context.get("frame"), "currency", "USD"))


register.filter("number", wording.number)
register.filter("amount", wording.amount)
register.filter("unit_word", wording.unit_word)
register.filter("money", wording.money)
register.filter("share", wording.share)
register.filter("day", wording.day)
register.filter("moment", wording.moment)
register.filter("mode_word", wording.mode_word)
register.filter("action_word", wording.action_word)
register.filter("stage_word", wording.stage_word)
register.filter("reason_of", wording.reason_of)
