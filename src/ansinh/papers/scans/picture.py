"""A picture is decoded and encoded anew: upright, without place, time, device or any other word its file carried."""

from __future__ import annotations

import io
import warnings

import pillow_heif
from PIL import Image

from ansinh.papers.scans.refusals import PaperRefused

MOST_PIXELS = 60_000_000
LONGEST = 3000
"""Pixels of the longer side that are kept: small print on a page photographed whole stays readable."""
SHORTEST = 50
QUALITY = 85
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
JPEG = "image/jpeg"
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def cleaned_picture(content: bytes, media_type: str) -> tuple[bytes, int, int]:
    """Give the picture as a JPEG of at most 3000 pixels a side, with its width and height.

    Raises `PaperRefused` for too many or too few pixels or a moving picture. Nothing is decoded before its size is known; memory is
    the caller's to bound.
    """
    if media_type == "image/heic":
        pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(io.BytesIO(content), formats=[FORMATS[media_type]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise PaperRefused("too_many_pixels") from fault
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise PaperRefused("too_many_pixels")
    if min(width, height) < SHORTEST:
        raise PaperRefused("too_small")
    if media_type != "image/heic" and getattr(image, "n_frames", 1) > 1:
        raise PaperRefused("animated")
    image.draft("RGB", (LONGEST, LONGEST))  # a JPEG need not be decoded larger than it is kept
    return _written(image)


def _written(image: Image.Image) -> tuple[bytes, int, int]:
    turned = image.getexif()
    small = image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGBA" if "transparency" in image.info else "RGB")
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)  # first of all: every later step then works on what is kept
    upright = _flat(_turned(small, turned.get(ORIENTATION, 1)))
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())  # the pixels alone: whatever else hung on the picture stays behind
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), *bare.size


def _turned(image: Image.Image, orientation: object) -> Image.Image:
    """Give the picture as it was seen, not as the device held it."""
    turns = TURNS.get(orientation if isinstance(orientation, int) else 1)
    return image if turns is None else image.transpose(turns)


def _flat(image: Image.Image) -> Image.Image:
    """Give the picture in colours without transparency, on white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return image if image.mode == "RGB" else image.convert("RGB")
