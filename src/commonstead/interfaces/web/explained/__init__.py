"""Why a step is recommended, two futures side by side, and the plan for an assembly."""
