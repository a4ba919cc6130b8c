"""Make and use tables, household spending, and our own list of what each class of spending buys."""

from .concordance import SHOPS, carriers, concordance, sector_names
from .spending import Spending, read_spending
from .tables import read_make_use

__all__ = ["SHOPS", "Spending", "carriers", "concordance", "read_make_use", "read_spending", "sector_names"]
