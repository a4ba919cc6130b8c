"""Everything that can be written about bridges between circles."""

from .agreeing import agree_to_bridge, agree_to_cap, end_bridge, propose_bridge, set_cap
from .crossing import Across, commit, pay_across, take_back_crossing, validate

__all__ = ["Across", "agree_to_bridge", "agree_to_cap", "commit", "end_bridge", "pay_across", "propose_bridge",
           "set_cap", "take_back_crossing", "validate"]
