"""A PDF is looked through object by object, refused when anything in it can run or hides a file, and written anew without metadata."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf

from ansinh.papers.scans.refusals import PaperRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 30
MOST_OBJECTS = 200_000
RUNS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute", "/Movie", "/Sound"})
"""Kinds of action that run something or reach out of the paper."""
ACTIVE_KEYS = frozenset({"/JS", "/AA", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/XFA", "/RichMedia", "/RichMediaContent", "/AF", "/Collection", "/Encrypt"})
"""Entries that hold a script, run by themselves, or carry a file."""
ACTIVE_TYPES = frozenset({"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Screen", "/3D", "/Movie", "/Sound", "/Filespec"})
METADATA = ("/Metadata", "/PieceInfo", "/LastModified", "/OpenAction", "/Names", "/Outlines", "/StructTreeRoot", "/URI")


def cleaned_document(content: bytes) -> tuple[bytes, int]:
    """Give the PDF written anew from what its pages need, without metadata, and how many pages it has.

    Raises `PaperRefused` for a password, scripts, actions that run or reach out, files within, too many pages or objects.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as fault:
        raise PaperRefused("encrypted") from fault
    with pdf:
        if pdf.is_encrypted:
            raise PaperRefused("encrypted")
        if not 0 < len(pdf.pages) <= MOST_PAGES:
            raise PaperRefused("too_many_pages" if len(pdf.pages) else "unreadable")
        _demand_passive(pdf)
        for name in METADATA:
            if name in pdf.Root:
                del pdf.Root[name]
        for page in pdf.pages:
            for name in METADATA:
                if name in page:
                    del page[name]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue(), len(pdf.pages)


def _demand_passive(pdf: pikepdf.Pdf) -> None:
    for held in _dictionaries(pdf):
        for name in held.keys():  # noqa: SIM118 - iterating a dictionary of this library gives no names
            if name in ACTIVE_KEYS:
                raise PaperRefused("active_content", name)
        for name in ("/S", "/Type", "/Subtype"):
            value = held.get(name)
            if isinstance(value, pikepdf.Name) and (str(value) in ACTIVE_TYPES or (name == "/S" and str(value) in RUNS)):
                raise PaperRefused("active_content", str(value))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Give every dictionary of the file, those within others and those nothing points to included."""
    left, seen = [*pdf.objects, pdf.trailer], 0
    while left:
        held: Any = left.pop()
        seen += 1
        if seen > MOST_OBJECTS:
            raise PaperRefused("too_complex")
        if isinstance(held, pikepdf.Stream):
            held = held.stream_dict
        if isinstance(held, pikepdf.Dictionary):
            yield held
            left += [value for value in held.as_dict().values() if _nested(value)]
        elif isinstance(held, pikepdf.Array):
            left += [value for value in held.as_list() if _nested(value)]


def _nested(value: object) -> bool:
    """Say whether there is something to look into that no number names; what has a number is looked at by itself."""
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)) and not value.is_indirect
