"""The pages that members see."""
