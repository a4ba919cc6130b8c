"""How could we make it? The tree of a good as a page shows it: each way to make it, what each way takes, and how
it is with that. The boundary engine finds the ways (core.boundary.tree); here they get members' words.

A branch stops at what is here and where the engine stops. Recipes in use come first, then those of the
catalogue, because both are ways.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core import boundary as core
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import tree
from commonstead.interfaces.web.charts.tree import Node
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.town.boundary import queries as boundary
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making

MOST_STEPS = 3
MOST_NODES = 60
#: The engine's word for how it is with a good, and the look of its place in the tree.
LOOKS = {"in stock": "have", "made inside": "made", "once seeded": "missing", "bought": "bought", "missing": "missing"}


class HowMade:
    """The town as the stored answers saw it, with the names of its goods and recipes, for one tree."""

    def __init__(self, answers=None):
        self.specs = {spec.id: spec for spec in ledger.specifications()}
        self.units = ledger.units()
        self.recipe_names = {recipe.id: recipe.name for recipe in making.recipes()}
        self.network = core.read_network(dict(answers.network), units=self.units) if answers else boundary.network()
        self.closure = core.closure(self.network)
        self._count = 0

    def of(self, good: str) -> Node:
        """The tree of a good. The good itself is shown with its ways even where some of it is here."""
        self._count = 0
        if all(known.id != good for known in self.network.goods):
            return Node(self._name(good), "missing", "", reverse("good", args=[good]), (), _("not part of the plan"))
        return self._good(core.tree(self.network, good, self.closure, depth=MOST_STEPS), "", is_root=True)

    def _good(self, found: Mapping, amount: str, is_root: bool = False) -> Node:
        self._count += 1
        good, look = found["good"], LOOKS[found["status"]]
        opened = found["recipes"] if is_root or look != "have" else ()
        children = tuple(self._way(way) for way in opened if self._count < MOST_NODES)
        return Node(self._name(good), look, amount, reverse("good", args=[good]), children, self._how_it_is(found))

    def _way(self, way: Mapping) -> Node:
        self._count += 1
        children = (*(self._good(part, self._amount(part["good"], part["quantity"])) for part in way["inputs"]),
                    *(self._good(part, wording.amount(part["hours"], "h")) for part in way["machines"]))
        note = _("in use") if way["adopted"] else _("in the catalogue")
        lacking = [wording.skill_word(self.specs, skill) for skill in way["missing_skills"]] + list(way["missing_land"])
        if lacking:
            note = _("nobody pledged: %(skills)s") % {"skills": ", ".join(lacking)}
        name = self.recipe_names.get(way["recipe"], way["recipe"])
        return Node(name, "recipe", note, reverse("recipe", args=[way["recipe"]]), children, note)

    def _how_it_is(self, found: Mapping) -> str:
        """How it is with a good, in words."""
        if found["status"] == "in stock":
            return _("here: %(amount)s in all") % {"amount": self._amount(found["good"], found["stock"])}
        return {"made inside": _("we make it"), "once seeded": _("we could go on, once begun"),
                "bought": _("bought outside"), "missing": _("missing")}[found["status"]]

    def _name(self, good: str) -> str:
        return self.specs[good].name if good in self.specs else good.replace("-", " ")

    def _amount(self, good: str, amount) -> str:
        spec = self.specs.get(good)
        return wording.amount(amount, self.units.get(spec.unit).symbol if spec else "")


def chart_of(root: Node) -> Chart:
    """The picture, with its legend; the nested list beside it is drawn by the page."""
    label = _("How %(good)s could be made, and what each way takes. The list below says the same.") % {
        "good": root.label}
    return Chart(
        _("As a picture"), tree.wide(root, label), tree.narrow(root, label),
        Table(_("What each way takes"),
              (Column(_("Way or thing")), Column(_("How it is with it")), Column(_("How much"), True)),
              tuple(_rows(root))),
        "", (("c-in-1", _("here already")), ("c-made", _("we make it")), ("c-outside", _("bought outside")),
             ("c-missing", _("missing"))), broad=True)


def _rows(node: Node, depth: int = 0):
    """The tree as table rows, from the top."""
    yield (Cell("\u2003" * depth + node.label, node.href), node.detail, "" if node.state == "recipe" else node.note)
    for child in node.children:
        yield from _rows(child, depth + 1)
