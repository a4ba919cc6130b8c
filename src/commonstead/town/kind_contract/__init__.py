"""What every kind of commons is held to: the contract its tests inherit, and the runner of its story.

For tests alone; the running town never imports this package.
"""

from .contract import KindContract
from .small_town import SmallTown
from .stories import StoryTown, run_story

__all__ = ["KindContract", "SmallTown", "StoryTown", "run_story"]
