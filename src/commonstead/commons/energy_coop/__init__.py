"""An energy co-op: neighbours who own panels, stoves or turbines together."""
