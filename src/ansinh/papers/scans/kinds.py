"""What a file is by its first bytes; its name and what the sender calls it say nothing."""

from __future__ import annotations

from ansinh.papers.scans.refusals import PaperRefused

MOST_BYTES = 10 * 2**20
PDF = "application/pdf"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
PDF_STARTS_WITHIN = 1024


def kind_of(content: bytes) -> str:
    """Give the media type of a paper that may be taken: JPEG, PNG, WebP, HEIC or PDF.

    Raises `PaperRefused` for an empty file, one of more than 10 MB, and whatever is none of these.
    """
    if not content:
        raise PaperRefused("empty")
    if len(content) > MOST_BYTES:
        raise PaperRefused("too_large")
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return "image/heic"
    if b"%PDF-" in content[:PDF_STARTS_WITHIN]:
        return PDF
    raise PaperRefused("kind_unknown")
