"""Commonstead: a town runs its commons as one economy on one ledger (Kevin Carson, *Exodus*)."""

__version__ = "0.1.0"
