"""Households' words for ways of meeting a need, types of household, and parts of the iceberg.

The ledger's words for modes speak of things that change hands; these speak from the kitchen table.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from commonstead.core.livelihood import ICEBERG_KINDS, OWN

WAY_WORDS = {
    "sale": _("bought"),
    OWN: _("made or done by ourselves"),
    "gift": _("given to us"),
    "pool": _("shared, from a commons"),
    "barter": _("swapped"),
    "time": _("hour for hour"),
    "credit": _("on mutual credit"),
    "currency": _("for local notes"),
    "administrative": _("from school or public services"),
}
TYPE_WORDS = {
    "single": _("one person alone"),
    "couple": _("a couple"),
    "family": _("a family with children"),
    "single-parent": _("one parent with children"),
    "elders": _("older people"),
    "shared": _("people who share a home"),
}
#: Where a thing comes from, when the way alone does not tell. Words marked in core.livelihood.iceberg_kinds.
KIND_WORDS = {kind.slug: _(kind.label) for kind in ICEBERG_KINDS if kind.asked}

# The catalogue finds sentences of core only where a door names them.
MARKED = (
    gettext_noop("You already make or do most of your {good}. A neighbor might like to learn it, or swap for it."),
    gettext_noop("Part of your {good} comes without the shop already. What would it take to make that part larger?"),
    gettext_noop("You buy all of your {good}. {who} makes it here in town."),
)
