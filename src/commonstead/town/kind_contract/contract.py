"""The contract of a kind: tests that every folder under `commons/` inherits, and any folder of yours can.

    class TestGarden(KindContract):
        kind = KIND

They hold the manifest to the house: complete, in members' words, with a charter under Ostrom's eight headings whose
clauses stand behind every refusal; rules that are pure; a seed that grows; books that hold what the manifest allows
and refuse, naming the clause, what it does not; and data that stays readable when the folder is gone.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.kind import OSTROM_HEADINGS, Kind
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, Refused
from commonstead.core.vocabulary.yearbook import Item, Yearbook
from commonstead.town import kinds
from commonstead.town.boundary import yearbooks
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making
from commonstead.town.making import seeds
from commonstead.town.people import commands as people_commands
from commonstead.town.people import queries as people

from .small_town import SmallTown
from .stories import run_story

#: Where tests look for the book's text; the project does not contain it.
BOOK_FOLDER = Path(__file__).resolve().parents[4].parent / "shared" / "seed"
#: The book has 15,048 lines in the edition that the numbers refer to.
LAST_LINE = 15048
_CLAUSE = re.compile(r"\*\*[^*]+\*\* \[([a-z_]+\.[a-z_]+)\]\.")
_LINES = re.compile(r"(\d+)(?:-(\d+))?\Z")
EVERY_PAIR = frozenset((action, mode) for action in TRANSFERS for mode in Mode) | frozenset(
    (action, None) for action in Action if action not in TRANSFERS)


class KindContract:
    """Inherit, and say which kind."""

    kind: Kind

    @property
    def folder(self) -> Path:
        """The kind's folder: where its tests' folder lies."""
        return Path(inspect.getfile(type(self))).parent.parent

    def read(self, name: str) -> str:
        """The text of a file in the folder, "" where there is none."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def python_files(self) -> list[Path]:
        """The folder's own modules, tests left out."""
        return sorted(path for path in self.folder.rglob("*.py") if "tests" not in path.relative_to(self.folder).parts)

    # -- the manifest

    def test_the_manifest_is_complete(self):
        kind = self.kind
        assert kind.slug == self.folder.name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", kind.slug)
        assert kind.label.strip() and kind.purpose.strip().endswith(".")
        assert kind.nature in ("household", "association")
        for words in (self.read("__init__.py"), self.read("kind.py")):
            assert ast.get_docstring(ast.parse(words)), "each module opens with what it is for"

    def test_the_lines_of_the_book_exist(self):
        for part in self.kind.book_lines.split(";"):
            match = _LINES.match(part.strip())
            assert match, f"{part!r} is no line or range of lines"
            first, last = int(match[1]), int(match[2] or match[1])
            assert 1 <= first <= last <= LAST_LINE

    def test_the_lines_of_the_book_speak_of_it(self):
        """Where the book lies beside the checkout, each cited place must name the kind or one of its words."""
        book = next(iter(sorted(BOOK_FOLDER.glob("*.txt"))), None)
        if book is None:
            pytest.skip(f"the book is not in {BOOK_FOLDER}")
        lines = book.read_text(encoding="utf-8", errors="replace").splitlines()
        words = re.compile("|".join(re.escape(word[:6]) for word in self.kind.slug.split("_")), re.IGNORECASE)
        places = [_LINES.match(part.strip()) for part in self.kind.book_lines.split(";")]
        texts = ["\n".join(lines[int(place[1]) - 2:int(place[2] or place[1]) + 1]) for place in places]
        assert any(words.search(text) for text in texts), f"none of {self.kind.book_lines} speaks of {self.kind.slug}"
        assert all(text.strip() for text in texts)

    def test_roles_let_a_member_join_and_somebody_keep_the_book(self):
        roles = self.kind.roles
        assert len({role.slug for role in roles}) == len(roles)
        assert all(role.label.strip() for role in roles)
        assert all(set(role.may_book) <= {"own", "all"} for role in roles)
        assert "member" in {role.slug for role in roles}, "whoever joins without a role is a member"
        assert any("all" in role.may_book for role in roles)

    def test_allowed_pairs_are_actions_with_their_modes(self):
        assert self.kind.allowed and self.kind.allowed <= EVERY_PAIR
        assert (Action.WORK, None) in self.kind.allowed, "every commons lives from its members' work"
        assert EVERY_PAIR - self.kind.allowed, "a kind that allows everything says nothing about itself"

    def test_labels_and_refusals_are_marked_for_translation(self):
        words = "".join(path.read_text(encoding="utf-8") for path in self.python_files())
        for label in (self.kind.label, self.kind.purpose, *(role.label for role in self.kind.roles),
                      *(card.label for card in self.kind.cards)):
            assert f'gettext_noop("{label}")' in words, f"{label!r} is not marked with gettext_noop"
        assert words.count("Refusal(\n") + words.count('Refusal("') <= words.count("gettext_noop(")

    # -- the charter

    def test_the_charter_has_the_eight_headings_in_order(self):
        headings = re.findall(r"^## (.+)$", self.read("charter.md"), re.MULTILINE)
        assert headings == list(OSTROM_HEADINGS)
        for part in re.split(r"^## .+$", self.read("charter.md"), flags=re.MULTILINE)[1:]:
            assert len(part.split()) >= 12 and _CLAUSE.search(part), "each heading has a clause that says something"

    def test_each_translation_of_the_charter_has_the_same_clauses(self):
        clauses = sorted(_CLAUSE.findall(self.read("charter.md")))
        for path in self.folder.glob("charter.*.md"):
            text = path.read_text(encoding="utf-8")
            assert sorted(_CLAUSE.findall(text)) == clauses, path.name
            assert len(re.findall(r"^## .+$", text, re.MULTILINE)) == len(OSTROM_HEADINGS), path.name

    def test_every_clause_behind_a_refusal_stands_in_the_charter(self):
        clauses = _CLAUSE.findall(self.read("charter.md"))
        assert len(set(clauses)) == len(clauses)
        assert all(clause.startswith(self.kind.slug + ".") for clause in clauses)
        assert f"{self.kind.slug}.allowed" in clauses, "the clause that says what the book holds"
        missing = self.clauses_in_rules() - set(clauses)
        assert not missing, f"refusals rest on clauses that the charter does not have: {missing}"

    def clauses_in_rules(self) -> set[str]:
        """The clauses that the folder's rules name."""
        return set(re.findall(rf'"({self.kind.slug}\.[a-z_]+)"', self.read("rules.py")))

    # -- the rules

    def test_rules_are_pure(self):
        """They import the core's vocabulary alone: no framework, clock, chance, file or network."""
        for node in ast.walk(ast.parse(self.read("rules.py"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("commonstead.core.") or name in ("decimal", "re", "__future__"), name
        assert not re.search(r"\b(open|print|exec|eval|__import__|globals)\(", self.read("rules.py"))
        for rule in self.kind.rules:
            assert list(inspect.signature(rule).parameters) == ["flow", "before"]
            assert rule.__doc__, f"{rule.__name__} says why it is there"

    # -- the seed, pages and cards

    @pytest.mark.django_db
    def test_the_seed_grows_in_an_empty_catalogue(self):
        text = self.read("seed.toml")
        if not text:
            return
        seed = seeds.read_seed(text)
        seeds.plant(seed)
        seeds.plant(seed)  # what is there stays as it is
        assert set(seed.specifications) <= {view.id for view in ledger.specifications()}
        planted = {view.id: view for view in making.recipes()}
        assert {draft.id for draft in seed.recipes} == set(planted)
        assert not any(view.adopted for view in planted.values()), "a seed is an offer"

    def test_templates_of_its_pages_exist(self):
        for page in self.kind.pages:
            try:
                get_template(page)
            except TemplateDoesNotExist:
                assert (self.folder / "templates" / page).exists(), f"there is no template {page}"

    def test_cards_answer_shortly_also_about_an_empty_year(self):
        items = {"apples": Item("Apples", "kg"), "saw": Item("Saw", "each", "machine"),
                 "visit": Item("Visit", "h", "service"), "plot": Item("Plot", "m²", "land"),
                 "digging": Item("Digging", "h", "work")}
        full = Yearbook(
            members=3, workers=2, hours={"digging": 12}, made={"apples": 31}, used={"saw": 4},
            given={Mode.POOL: {"apples": 20, "visit": 2}, Mode.SALE: {"apples": 5}},
            received={Mode.GIFT: {"apples": 1}},
            stocks={"apples": 6, "saw": 2, "plot": 900}, items=items)
        full = _in_decimals(full)
        assert len({card.slug for card in self.kind.cards}) == len(self.kind.cards)
        for card in self.kind.cards:
            assert card.value(Yearbook()) == "", "nothing to say about nothing"
            text = card.value(full)
            assert text == text.strip() and 0 < len(text) <= 80

    # -- the story

    @pytest.mark.django_db
    def test_its_story_comes_true(self):
        """story.md, if there is one, is prose with steps that are carried out and must end as it tells."""
        if self.read("story.md"):
            run_story(self.folder / "story.md")

    # -- the books

    @pytest.fixture
    def town(self, db):
        """An association (or household) of this kind, its steward, and a neighbour to deal with."""
        if kinds.get(self.kind.slug) is None:
            kinds.register(self.kind)
        people_commands.ensure_outside()
        return SmallTown(self.kind)

    def test_one_can_be_founded_and_joined(self, town):
        view = people.agent(town.ours)
        assert (view.kind, view.nature) == (self.kind.slug, self.kind.nature)
        for role in self.kind.roles:
            people_commands.join(town.neighbour, town.ours, role=role.slug)
        assert {row.role for row in people.members_of(town.ours)} >= {role.slug for role in self.kind.roles}
        with pytest.raises(Refused):
            people_commands.join(town.neighbour, town.ours, role="no-such-role")

    def test_every_allowed_pair_can_be_booked(self, town):
        for action, mode in sorted(self.kind.allowed, key=str):
            assert ledger.event(ledger_commands.record_event(town.flow(action, mode)).event_id).action is action

    def test_a_pair_that_is_not_allowed_is_refused_with_its_clause(self, town):
        for action, mode in sorted(EVERY_PAIR - self.kind.allowed, key=str):
            with pytest.raises(Refused) as refused:
                ledger_commands.record_event(town.flow(action, mode))
            assert f"{self.kind.slug}.allowed" in {refusal.clause for refusal in refused.value.refusals}, (action, mode)

    def test_rules_return_a_refusal_or_none(self, town):
        flows = [town.flow(action, mode) for action, mode in sorted(self.kind.allowed, key=str)]
        for flow in flows:
            before = town.before(flow)
            for rule in self.kind.rules:
                assert rule(flow, before) is None or isinstance(rule(flow, before), Refusal)

    def test_its_data_stays_readable_when_the_folder_is_gone(self, town, monkeypatch):
        recorded = ledger_commands.record_event(town.flow(Action.WORK, None))
        monkeypatch.setattr(kinds, "_kinds", {view.slug: view for view in kinds.every() if view.slug != self.kind.slug})
        assert kinds.get(self.kind.slug) is None
        assert people.agent(town.ours).kind == self.kind.slug
        assert ledger.event(recorded.event_id).receiver == town.ours
        assert ledger.book(town.ours).lines
        assert yearbooks.small_answers(town.ours) == ()
        again = ledger_commands.record_event(town.flow(Action.WORK, None))
        assert not again.repeated, "and its members can go on writing"


def _in_decimals(year: Yearbook) -> Yearbook:
    def decimals(value):
        return {key: decimals(part) if isinstance(part, dict) else Decimal(part) for key, part in value.items()}

    names = ("hours", "made", "used", "given", "received", "stocks")
    return replace(year, **{name: decimals(getattr(year, name)) for name in names})
