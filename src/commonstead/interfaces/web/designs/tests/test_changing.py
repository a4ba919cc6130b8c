"""Answering, forking, taking back, making recipes: each makes something new and leaves what was."""

from dataclasses import replace
from decimal import Decimal

import pytest

from commonstead.town.making import queries as making
from commonstead.town.making.designs import commands, queries

from .conftest import WHEEL
from .test_sheet import text


def open_fields(client) -> dict:
    return {
        "parts.2.quantity": "0,5",
        "skills.mechanics": "6",
        "parts.2.good": "",
        "source": "measured at the first one",
    }


def test_answers_make_a_new_version_and_the_old_stays(ana, town):
    response = ana.post("/designs/trailer/answer", open_fields(ana))
    assert response.status_code == 302
    new, old = queries.design("trailer"), queries.design("trailer", "1.0")
    assert new.design.version == "1.1" and new.design.parts[2].quantity == Decimal("0.5")
    assert new.design.skills["mechanics"] == 6
    assert new.design.sources[-1] == "measured at the first one"
    assert new.by == town
    assert old.design.parts[2].quantity is None and old.design.skills["mechanics"] is None


def test_an_answer_without_a_source_is_asked_for_and_nothing_is_written(ana):
    response = ana.post("/designs/trailer/answer", open_fields(ana) | {"source": " "})
    assert response.status_code == 422
    assert "Say how you know" in text(response) and 'value="0,5"' in text(response)
    assert len(queries.versions("trailer")) == 1


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("parts.2.quantity", "a few", "is not a number"),
        ("parts.2.quantity", "-1", "is not a number"),
        ("parts.2.quantity", "1e30", "is not a number"),
        ("skills.mechanics", "NaN", "is not a number"),
        ("parts.2.good", "unobtainium", "not in the town"),
        ("status", "finished", "Choose one of the list"),
        ("parts.2.price", "∞", "is not a number"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(ana, field, said, words):
    response = ana.post("/designs/trailer/answer", {field: said, "source": "me"})
    assert response.status_code == 422
    assert words in text(response) and f'aria-describedby="{field}_error"' in text(response)
    assert len(queries.versions("trailer")) == 1


def test_nothing_said_writes_nothing(ana):
    response = ana.post("/designs/trailer/answer", {"source": "me"})
    assert response.status_code == 422 and "Nothing was filled in yet" in text(response)


def test_an_idea_can_be_completed_until_it_is_a_recipe(ana):
    assert ana.post("/designs/begin", {"name": "Rack", "purpose": "Holds a box"}).status_code == 302
    assert queries.design("rack").design.status == "idea"
    assert "Not yet" in text(ana.get("/designs/rack/recipes"))
    first = {
        "makes": "Bicycle trailer",
        "makes.amount": "1",
        "days": "1",
        "parts": "0.5 m, Steel tube\n4 each, Spoke",
        "skill.0": "mending bicycles",
        "skill.0.hours": "3",
        "source": "a sketch",
    }
    assert ana.post("/designs/rack/answer", first).status_code == 302
    design = queries.design("rack").design
    assert design.makes == {"trailer": 1} and design.skills == {"mechanics": 3}
    assert [(part.name, part.quantity, part.unit) for part in design.parts] == [
        ("Steel tube", Decimal("0.5"), "m"),
        ("Spoke", 4, "each"),
    ]
    ana.post("/designs/rack/answer", {"parts.0.good": "Steel tube", "parts.1.good": "spoke", "source": "the list"})
    assert ana.post("/designs/rack/recipes").status_code == 302
    made = making.recipe(queries.design("rack").recipes[0])
    assert made.inputs == {"tube": Decimal("0.5"), "spoke": 4} and made.hours == {"mechanics": 3} and not made.adopted


def test_a_name_is_taken_once(ana):
    response = ana.post("/designs/begin", {"name": "Wheel"})
    assert response.status_code == 422 and "already" in text(response)
    assert ana.post("/designs/begin", {"name": "★"}).status_code == 422


def test_recipes_are_shown_first_and_written_only_then(ana):
    page = ana.get("/designs/wheel/recipes")
    assert "Write 2 recipes into the catalogue" in text(page)  # one of them with the used rim
    assert making.recipe("wheel-1-0") is None
    assert ana.post("/designs/wheel/recipes").status_code == 302
    assert making.recipe("wheel-1-0").inputs == {"rim": 1, "spoke": 36}
    assert making.recipe("wheel-1-0").machines == {"stand": 2}
    again = ana.get("/designs/wheel/recipes")
    assert "All of it is in the catalogue already" in text(again)
    ana.post("/designs/wheel/recipes")
    assert len([recipe for recipe in making.recipes() if recipe.id.startswith("wheel-")]) == 2


def test_showing_recipes_leaves_nothing_behind(ana):
    from commonstead.town.ledger import queries as ledger

    commands.revise_design(
        "wheel",
        replace(
            WHEEL, version="", parts=(*WHEEL.parts, replace(WHEEL.parts[0], name="Rim tape", good="", alternatives=()))
        ),
    )
    before = {spec.id for spec in ledger.specifications()}
    page = ana.get("/designs/wheel/recipes")
    assert "New in the town" in text(page) and "Rim tape" in text(page)
    assert {spec.id for spec in ledger.specifications()} == before


def test_an_open_question_stops_recipes_and_names_itself(ana):
    page = text(ana.get("/designs/trailer/recipes"))
    assert "Not yet" in page and "How many hours of mechanics" in page and "/designs/trailer/answer" in page
    assert ana.post("/designs/trailer/recipes").status_code == 422


def test_a_fork_says_where_it_comes_from_and_what_is_different(ana, town):
    assert ana.post("/designs/wheel/fork", {"name": "School wheel"}).status_code == 302
    fork = queries.design("school-wheel")
    assert fork.design.forked_from.id == "wheel" and fork.by == town
    commands.revise_design("school-wheel", replace(fork.design, version="", parts=fork.design.parts[:1]))
    page = text(ana.get("/designs/school-wheel/compare?with=wheel"))
    assert "No longer needed: Spoke." in page
    sheet = text(ana.get("/designs/school-wheel/"))
    assert "Made from" in sheet and "/designs/wheel/versions/1.0" in sheet
    assert "School wheel" in text(ana.get("/designs/wheel/"))
    assert ana.post("/designs/wheel/fork", {"name": "school wheel"}).status_code == 422


def test_a_mistake_is_taken_back_by_a_version_that_says_why(ana):
    commands.revise_design("wheel", replace(WHEEL, version="1.1", parts=WHEEL.parts[:1]))
    look = text(ana.get("/designs/wheel/take-back/1.1"))
    assert "No longer needed: Spoke." in look
    assert ana.post("/designs/wheel/take-back/1.1", {"why": " "}).status_code == 422
    assert ana.post("/designs/wheel/take-back/1.1", {"why": "spokes forgotten"}).status_code == 302
    now = queries.design("wheel").design
    assert now.parts == WHEEL.parts and "spokes forgotten" in now.note
    assert [row.version for row in queries.versions("wheel")][1:] == ["1.1", "1.0"]  # nothing was deleted
    assert ana.get("/designs/wheel/take-back/1.0").status_code == 404


def test_anybody_says_how_far_it_has_got(ana):
    assert ana.post("/designs/trailer/status", {"status": "built_once"}).status_code == 302
    assert queries.design("trailer").design.status == "built_once"
    page = ana.post("/designs/trailer/status", {"status": "perfect"}, follow=True)
    assert "perfect is no status" in text(page)
    assert queries.design("trailer").design.status == "built_once"


def test_without_another_named_a_fork_is_compared_with_its_origin_and_a_design_with_its_version_before(ana):
    ana.post("/designs/wheel/fork", {"name": "School wheel"})
    assert "School wheel against" in text(ana.get("/designs/school-wheel/compare"))
    alone = ana.get("/designs/wheel/compare", follow=True)
    assert alone.redirect_chain and "nothing to compare it with yet" in text(alone)
    commands.revise_design("wheel", replace(WHEEL, version="2.0", purpose="Rolls well."))
    for address in ("/designs/wheel/compare", "/designs/wheel/compare?with=wheel"):
        assert "Version 2.0 against version 1.0" in text(ana.get(address))
