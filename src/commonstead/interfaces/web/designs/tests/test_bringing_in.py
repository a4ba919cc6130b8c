"""Bringing a design in: a dry run that writes nothing, line by line; then all of it or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonstead.interfaces.web.designs import bringing_in, waiting
from commonstead.town.making.designs import queries

from .test_sheet import text

BILL = "Item,Qty,Unit,Colour\nPlank,4,each,brown\nScrew,12,each,\nGlue,,kg,\n"
MANIFEST = 'okhv = "2.0"\nname = "Shelf"\nversion = "1.0"\nlicense = "CC0-1.0"\nfunction = "Holds"\nbom = "shelf.csv"\n'


def sent(client, *files, step="look", **more):
    uploads = [
        SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content) for name, content in files
    ]
    return client.post("/designs/import", {"files": uploads, "step": step, **more})


def test_a_dry_run_writes_nothing_and_shows_what_would_be(ana, town):
    page = sent(ana, ("shelf-bom.csv", BILL))
    assert page.status_code == 200
    said = text(page)
    assert "A new design would be added." in said and "Plank" in said and "Bring it in" in said
    assert "Colour" in said  # a column that nobody knows, kept in the notes and said
    assert queries.design("shelf") is None
    assert [name for name, _content in waiting.kept(town)] == ["shelf-bom.csv"]


def test_one_confirm_adds_it_and_what_is_unknown_stays_unknown(ana, town):
    sent(ana, ("shelf-bom.csv", BILL))
    done = ana.post("/designs/import", {"step": "write", "with_kept": "yes", "name.0": "Shelf"})
    assert done.status_code == 302 and done["Location"] == "/designs/shelf/"
    design = queries.design("shelf").design
    assert [part.quantity for part in design.parts] == [4, 12, None]
    assert queries.design("shelf").by == town
    assert waiting.kept(town) == []


def test_sent_twice_it_is_there_once(ana):
    for _time in range(2):
        sent(ana, ("shelf-bom.csv", BILL))
        page = ana.post("/designs/import", {"step": "write", "with_kept": "yes"}, follow=True)
    assert "nothing was doubled" in text(page) or "would be doubled" in text(page)
    assert len(queries.versions("shelf")) == 1


def test_unclear_lines_are_named_by_number_and_nothing_can_be_confirmed(ana):
    page = sent(ana, ("shelf-bom.csv", BILL.replace("12,each", "-3,each").replace("4,each", "4,furlong")))
    said = text(page)
    assert page.status_code == 422 and "Line 2" in said and "Line 3" in said and "Bring it in" not in said
    assert "furlong" in said and "“-3”" in said
    refused = ana.post("/designs/import", {"step": "write", "with_kept": "yes"})
    assert refused.status_code == 422 and queries.design("shelf") is None


def test_columns_can_be_taken_otherwise(ana):
    page = sent(ana, ("shelf-bom.csv", BILL))
    assert 'name="heading.0.3" value="Colour"' in text(page)
    again = ana.post(
        "/designs/import", {"step": "look", "with_kept": "yes", "heading.0.3": "Colour", "column.0.3": "material"}
    )
    assert "as you said" in text(again)
    ana.post(
        "/designs/import", {"step": "write", "with_kept": "yes", "heading.0.3": "Colour", "column.0.3": "material"}
    )
    assert queries.design("shelf").design.parts[0].material == "brown"


def test_a_manifest_finds_its_bill_and_asks_for_it_where_it_is_missing(ana):
    alone = text(sent(ana, ("okh.toml", MANIFEST)))
    assert "points to shelf.csv, which was not handed in" in alone
    both = sent(ana, ("shelf.csv", BILL), with_kept="yes")
    assert "Plank" in text(both)
    ana.post("/designs/import", {"step": "write", "with_kept": "yes"})
    design = queries.design("shelf").design
    assert design.licence == "CC0-1.0" and len(design.parts) == 3


def test_several_designs_come_all_or_none(ana):
    other = MANIFEST.replace("Shelf", "Stool").replace("shelf.csv", "stool.csv")
    wrong = BILL.replace("12,each", "many,each")
    page = sent(ana, ("okh.toml", MANIFEST), ("shelf.csv", BILL), ("stool.toml", other), ("stool.csv", wrong))
    assert page.status_code == 422
    ana.post("/designs/import", {"step": "write", "with_kept": "yes"})
    assert queries.design("shelf") is None and queries.design("stool") is None
    sent(ana, ("stool.csv", BILL), with_kept="yes")
    done = ana.post("/designs/import", {"step": "write", "with_kept": "yes"})
    assert done.status_code == 302
    assert queries.design("shelf") and queries.design("stool")


def test_pasted_text_is_read_like_a_file(ana):
    page = ana.post("/designs/import", {"step": "look", "text": BILL.replace(",", "\t"), "as": "tsv"})
    assert page.status_code == 200 and "Plank" in text(page)


def test_a_new_version_of_a_design_takes_a_bill_alone(ana):
    page = sent(ana, ("parts.csv", BILL), of="wheel")
    assert "A new version would be added" in text(page)
    ana.post("/designs/import", {"step": "write", "with_kept": "yes", "of": "wheel"})
    new = queries.design("wheel").design
    assert [part.name for part in new.parts] == ["Plank", "Screw", "Glue"]
    assert new.skills and new.makes and new.version == "1.1"
    assert len(queries.design("wheel", "1.0").design.parts) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("sheet.xlsx", b"PK\x03\x04rest", "not text"),
        ("photo.csv", b"\x89PNG....", "not text"),
        ("bell.csv", b"a,b\n\x07,1\n", "control character"),
        ("koi.csv", "Имя,К\nГайка,1\n".encode("koi8-r"), "encoding"),
        ("broken.toml", b"name = \n", "Line 1"),
        ("one.csv", b"just words\n", "columns"),
    ],
)
def test_what_cannot_be_read_is_refused_clearly(ana, town, name, content, words):
    page = sent(ana, (name, content))
    assert page.status_code == 422 and "It could not be read" in text(page)
    assert words in text(page), text(page)[:3000]
    assert waiting.kept(town) == []


def test_ten_megabytes_are_refused_before_they_are_read(ana, town, monkeypatch):
    def never(*_args):
        raise AssertionError("it was read")

    monkeypatch.setattr(bringing_in, "read_files", never)
    page = sent(ana, ("large.csv", b"x" * (bringing_in.LARGEST_BYTES + 1)))
    assert page.status_code == 422 and "more than 10 MB" in text(page)
    assert waiting.kept(town) == []


def test_files_that_wait_count_against_the_limit(ana, town, monkeypatch):
    monkeypatch.setattr(bringing_in, "LARGEST_BYTES", 300)
    first = "Item,Qty\n" + "Plank,4\n" * 20
    assert sent(ana, ("one.csv", first)).status_code == 200
    page = sent(ana, ("two.csv", first), with_kept="yes")
    assert page.status_code == 422 and "That is more than" in text(page)
    assert [(name, len(content)) for name, content in waiting.kept(town)] == [("one.csv", len(first))]
    assert sent(ana, ("one.csv", first + "Screw,1\n"), with_kept="yes").status_code == 200  # instead of it, not beside


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.csv", "Name,Quantity\nbolt,1/" + "1" * 5000 + "\n"),
        ("a.toml", 'okhv="1"\nname="x"\nversion=' + "1" * 5000 + "\n"),
        ("a.csv", "Name,Quantity\n" + "x" * 200_000 + ",1\n"),
        ("a.toml", 'okhv="1"\nname="x"\nversion="1\\n2"\n'),
    ],
)
def test_a_file_that_waits_can_be_read_again_whatever_it_holds(ana, name, content):
    for more in ({}, {"with_kept": "yes"}):
        page = sent(ana, *(() if more else [(name, content)]), **more)
        assert page.status_code == 422
    assert ana.get("/designs/import").status_code == 200


def test_a_text_beyond_the_limit_is_refused_on_a_page_that_says_what_to_do(ana):
    page = ana.post("/designs/import", {"step": "look", "as": "csv", "text": "x" * 1_000_001})
    assert page.status_code == 413 and "hand a long text in as a file" in text(page)


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(ana, settings, monkeypatch):
    settings.LARGEST_BODY = 1_000
    page = sent(ana, ("b.csv", "x" * 1_000))
    assert page.status_code == 413 and "too much at once" in text(page)


def test_nothing_chosen_is_said(ana):
    page = ana.post("/designs/import", {"step": "look"})
    assert page.status_code == 422 and "Choose a file, or paste" in text(page)
    gone = ana.post("/designs/import", {"step": "write", "with_kept": "yes"})
    assert "no longer here" in text(gone)


def test_rather_not_throws_away_what_waited(ana, town):
    sent(ana, ("shelf-bom.csv", BILL))
    assert ana.post("/designs/import", {"step": "stop"})["Location"] == "/designs/"
    assert waiting.kept(town) == []


def test_what_waits_is_one_persons_own_and_leads_nowhere_else(settings, tmp_path):
    settings.VAR = tmp_path
    waiting.keep("ana", [("../../etc/passwd", b"1"), ("C:\\bill.csv", b"2")])
    waiting.keep("bea", [("b.csv", b"3")])
    assert waiting.kept("ana") == [("passwd", b"1"), ("bill.csv", b"2")]
    assert all(path.is_relative_to(tmp_path / "incoming") for path in tmp_path.rglob("*") if path.is_file())
    waiting.keep("ana", [("new.csv", b"4")])
    assert waiting.kept("ana") == [("new.csv", b"4")]
    waiting.forget("ana")
    assert waiting.kept("ana") == [] and waiting.kept("bea") == [("b.csv", b"3")]


def test_what_nobody_confirmed_is_swept_out_after_a_day(settings, tmp_path):
    import os
    import time

    settings.VAR = tmp_path
    waiting.keep("ana", [("a.csv", b"1")])
    [folder] = (tmp_path / "incoming").iterdir()
    long_ago = time.time() - waiting.LONGEST_WAIT_SECONDS - 60
    os.utime(folder, (long_ago, long_ago))
    waiting.keep("bea", [("b.csv", b"2")])
    assert waiting.kept("ana") == []


def test_what_waits_goes_with_the_person(ana, town):
    from commonstead.town.people import commands as people

    sent(ana, ("shelf-bom.csv", BILL))
    assert waiting.kept(town)
    people.erase_person(town)
    assert waiting.kept(town) == []
