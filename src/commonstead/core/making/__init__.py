"""Designs: how things are made. Taking apart, cutting, costing, comparing, asking, and turning into recipes."""

from .costs import Cost, CostLine, Price, cost
from .cutting import CutPlan, cut_from_stock, pieces_per_stock
from .design import STATUSES, Alternative, Cut, Design, Origin, Part, Step, Tool, slug
from .difference import Difference, difference
from .document import fingerprint, from_document, from_text, to_document, to_text
from .draft import PART_FIELDS, Column, DraftDesign
from .explode import Explosion, Line, Need, explode
from .licences import CLOSED, SPDX, spdx
from .loops import Loop, check_loops, find_loop
from .questions import Question, open_questions, stopping_a_recipe
from .recipes import RecipeOutline, open_modules, recipe_id, to_recipes
from .sentence import Sentence

__all__ = [
    "CLOSED",
    "PART_FIELDS",
    "SPDX",
    "STATUSES",
    "Alternative",
    "Column",
    "Cost",
    "CostLine",
    "Cut",
    "CutPlan",
    "Design",
    "Difference",
    "DraftDesign",
    "Explosion",
    "Line",
    "Loop",
    "Need",
    "Origin",
    "Part",
    "Price",
    "Question",
    "RecipeOutline",
    "Sentence",
    "Step",
    "Tool",
    "check_loops",
    "cost",
    "cut_from_stock",
    "difference",
    "explode",
    "find_loop",
    "fingerprint",
    "from_document",
    "from_text",
    "open_modules",
    "open_questions",
    "pieces_per_stock",
    "recipe_id",
    "slug",
    "spdx",
    "stopping_a_recipe",
    "to_document",
    "to_recipes",
    "to_text",
]
