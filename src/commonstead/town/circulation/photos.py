"""Photos that members put on the board: read, made small, and written anew, so that nothing but what is seen remains.

A photo from a phone says where it was taken, and a file that calls itself a picture may be anything. So each is decoded
and encoded again: as JPEG, with no side above 1200 pixels and at most 300 KB, without any of the notes that came along.
What is no picture, or would fill the memory when it is unfolded, is refused before it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from commonstead.core.vocabulary.refusal import gettext_noop

from .asking import refuse

LARGEST_FILE, LARGEST_KEPT = 15_000_000, 300_000
MOST_PIXELS, LONGEST_SIDE = 60_000_000, 1200
_KINDS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class CleanPhoto:
    """A picture that may be kept and shown."""

    jpeg: bytes
    width: int
    height: int


def clean_photo(content: bytes) -> CleanPhoto:
    """The picture in a file, small and without its notes.
    Refused: photos.too_large, photos.no_picture, photos.too_many_pixels."""
    from PIL import Image, ImageOps  # loaded when somebody brings a photo, not by every command

    if len(content) > LARGEST_FILE:
        refuse("photos.too_large", gettext_noop("This file is larger than {most} MB. Choose a smaller photo."), "photo",
               most=LARGEST_FILE // 1_000_000)
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                refuse("photos.too_many_pixels", gettext_noop("This photo has more than {most} million pixels. Choose "
                                                              "a smaller one."), "photo", most=MOST_PIXELS // 1_000_000)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = _on_white(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        refuse("photos.no_picture", gettext_noop("This is no photo that can be read. Choose a JPEG, PNG or WebP "
                                                  "picture."), "photo")
    return _encoded(plain)


def _on_white(picture):
    """The pixels alone, on white where they were transparent."""
    from PIL import Image

    with_alpha = picture.convert("RGBA")
    plain = Image.new("RGB", with_alpha.size, "white")
    plain.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return plain


def _encoded(plain) -> CleanPhoto:
    """As good as fits. A picture of pure noise is made smaller until it does."""
    while True:
        for quality in (85, 75, 65, 50):
            written = BytesIO()
            plain.save(written, "JPEG", quality=quality, optimize=True)
            if written.tell() <= LARGEST_KEPT:
                return CleanPhoto(written.getvalue(), plain.width, plain.height)
        plain.thumbnail((plain.width * 3 // 4, plain.height * 3 // 4))


__all__ = ["LARGEST_FILE", "LARGEST_KEPT", "LONGEST_SIDE", "MOST_PIXELS", "CleanPhoto", "clean_photo"]
