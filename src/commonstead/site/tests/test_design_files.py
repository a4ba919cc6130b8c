"""The site hands the files' door for designs down, so that pages read and write designs without knowing it."""

import pytest

from commonstead.core.making import Design, Part
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.making.designs.formats import FORMATS, read_files, write_file


def test_every_format_that_is_offered_can_be_written_and_read():
    design = Design("stool", version="1", name="Stool", parts=(Part("Leg", good="leg", unit="each"),))
    for format in FORMATS:
        written = write_file(design, format)
        assert written.name.startswith("stool") and written.media_type
        (draft,) = read_files([(written.name, written.content)])
        assert draft.problems == () and draft.format == format
        assert draft.design.parts[0].name == "Leg" and draft.design.parts[0].quantity is None


def test_what_cannot_be_read_is_refused():
    with pytest.raises(Refused):
        read_files([("x.csv", b"")])
    with pytest.raises(Refused):
        write_file(Design("x", name="X"), "pdf")
