"""The book's scenes as executable prose: each Markdown file here is carried out against an empty town."""

from pathlib import Path

import pytest

from commonstead.town.kind_contract import run_story

STORIES = sorted(Path(__file__).parent.glob("*.md"))


@pytest.mark.django_db
@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_the_story_comes_true(story):
    run_story(story)


@pytest.mark.django_db
def test_a_story_that_does_not_come_true_is_found_out(tmp_path):
    """The runner is worth something: a wrong answer, and a step that is refused, both fail."""
    (tmp_path / "wrong.md").write_text(
        "# A tall tale\n\n    >>> town.person('Ana')\n    >>> town.in_stock('Ana', 'gold')\n    '7 kg'\n")
    with pytest.raises(AssertionError, match=r"(?s)wrong.md.*in_stock"):
        run_story(tmp_path / "wrong.md")
    (tmp_path / "empty.md").write_text("# Nothing happens\n")
    with pytest.raises(AssertionError, match="tells nothing"):
        run_story(tmp_path / "empty.md")
