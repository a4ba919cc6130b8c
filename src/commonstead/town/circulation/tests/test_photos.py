"""Photos: what comes out is small, upright, and carries nothing but the picture; what is no picture is refused."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation.photos import LARGEST_FILE, LARGEST_KEPT, clean_photo


def file_of(picture, kind="JPEG", **words) -> bytes:
    written = BytesIO()
    picture.save(written, kind, **words)
    return written.getvalue()


def clause(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        clean_photo(content)
    return refused.value.refusals[0].clause


def test_where_and_when_it_was_taken_is_gone_and_it_stands_upright():
    notes = Image.Exif()
    notes[0x0112] = 6  # turned by the phone
    notes[0x010F] = "Phone of Ana"
    notes.get_ifd(0x8825)[1] = "N"
    picture = Image.new("RGB", (400, 300), "red")
    content = file_of(picture, exif=notes, comment=b"secret")
    assert b"Phone of Ana" in content
    clean = clean_photo(content)
    assert (clean.width, clean.height) == (300, 400)
    kept = Image.open(BytesIO(clean.jpeg))
    assert kept.format == "JPEG" and not kept.getexif()
    assert b"Phone of Ana" not in clean.jpeg and b"secret" not in clean.jpeg and b"Exif" not in clean.jpeg


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_large_one_becomes_small_and_keeps_its_shape(kind):
    clean = clean_photo(file_of(Image.new("RGB", (4000, 1000), "blue"), kind))
    assert (clean.width, clean.height) == (1200, 300) and len(clean.jpeg) <= LARGEST_KEPT


def test_even_noise_fits():
    noise = Image.frombytes("RGB", (1200, 1200), random.Random(1).randbytes(1200 * 1200 * 3))
    assert len(clean_photo(file_of(noise, "PNG")).jpeg) <= LARGEST_KEPT


def test_what_was_transparent_is_white():
    clean = clean_photo(file_of(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert Image.open(BytesIO(clean.jpeg)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off", b"<svg xmlns='x'/>",
                                     b"GIF89a" + bytes(40)])
def test_what_is_no_photo_is_refused(content):
    assert clause(content) == "photos.no_picture"


def test_a_photo_that_is_cut_off_is_refused():
    whole = file_of(Image.effect_noise((300, 300), 80).convert("RGB"))
    assert clause(whole[: len(whole) // 2]) == "photos.no_picture"


def test_a_bomb_is_refused_before_it_unfolds():
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    assert clause(b"\x89PNG\r\n\x1a\n" + body) == "photos.no_picture"


def test_too_large_a_file_is_not_even_opened():
    assert clause(bytes(LARGEST_FILE + 1)) == "photos.too_large"
