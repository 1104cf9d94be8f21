"""Photographs and documents made for a test: with a place and a device in them, bombs, documents that run something."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image

ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def picture(size: tuple[int, int] = (400, 300), *, colour: str = "white", turned: int = 1) -> Image.Image:
    """A page with a dark corner at its top left, so that turning is seen."""
    image = Image.new("RGB", size, colour)
    image.paste((20, 20, 20), (0, 0, size[0] // 4, size[1] // 4))
    return image


def with_words(turned: int = 1) -> Image.Exif:
    """What a telephone writes beside a picture: how it was held, its maker, where it was."""
    told = Image.Exif()
    told[ORIENTATION], told[MAKER] = turned, "SecretMaker"
    told.get_ifd(PLACE).update({1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 0.0)})
    return told


def file_of(image: Image.Image, kind: str, **more: Any) -> bytes:
    """Encode a picture: JPEG, PNG, WEBP or HEIF."""
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))

    head = struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def document(pages: int = 1, change: Any = None, **saving: Any) -> bytes:
    """A PDF with a title; `change` may add to it."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.docinfo["/Title"] = "SecretTitle"
    if change:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **saving)
    return out.getvalue()
