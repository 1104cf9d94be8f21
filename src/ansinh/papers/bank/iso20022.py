"""ISO 20022 messages, read safely: bounded, without document types, entities or network, each element checked by its schema."""

from __future__ import annotations

import importlib.util
import io
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from ansinh.papers.bank.refusal import PaperRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.etree import _Element

MAX_BYTES = 400 * 1024 * 1024
"""A payment file of 131,072 transfers has about 110 MB."""

_SMALL = 8 * 1024 * 1024
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_READABLE = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_ROOT = re.compile(rb"""<(?:[\w.-]+:)?Document\b[^>]*?xmlns(?::[\w.-]+)?\s*=\s*["']urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3}\.\d{3}\.\d{2})["']""")
_SCHEMAS = {"pain": ("sepaxml", "schemas"), "camt": ("camt053", "xsd")}


@lru_cache(maxsize=8)
def schema_of(message: str) -> etree.XMLSchema | None:
    """Give the schema of a message such as `pain.001.001.09`, or None when no installed package has it."""
    package, folder = _SCHEMAS.get(message[:4], ("", ""))
    spec = importlib.util.find_spec(package) if package else None
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], folder, f"{message}.xsd")
    return etree.XMLSchema(etree.parse(path, _parser())) if path.is_file() else None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def guard(content: bytes) -> None:
    """Raise `PaperRefused` for bytes no bank sends: empty, too large, another encoding, a document type or an entity."""
    if not content.strip():
        raise PaperRefused("Tệp rỗng. Hãy xuất lại tệp rồi tải lên.", "The file is empty. Export it again and upload it.")
    if len(content) > MAX_BYTES:
        raise PaperRefused(f"Tệp lớn hơn {MAX_BYTES >> 20} MB. Hãy chia nhỏ tệp.", f"The file is larger than {MAX_BYTES >> 20} MB. Split it.")
    declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf")[:400])
    if b"\x00" in content or (declared and declared[1].lower() not in _READABLE):
        raise PaperRefused("Tệp không dùng bảng mã UTF-8. Hãy xuất lại bằng UTF-8.", "The file is not in UTF-8. Export it as UTF-8.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise PaperRefused(
            "Tệp có khai báo DOCTYPE hoặc ENTITY; tệp của ngân hàng không bao giờ có. Không mở tệp này.",
            "The file declares a DOCTYPE or an ENTITY; no bank's file does. It was not opened.",
        )


def message_of(content: bytes) -> str | None:
    """Name the ISO 20022 message of a document (`camt.053.001.08`), or None."""
    found = _ROOT.search(content[:4000])
    return found[1].decode() if found else None


def elements(content: bytes, message: str, names: set[str], refuse: Callable[[str, str, str], PaperRefused]) -> Iterator[_Element]:
    """Yield each finished element named in `names`, in order, then let it go: memory stays bounded.

    The schema is checked on the way; the first fault raises what `refuse(where, vi, en)` makes of it.
    """
    schema, space = schema_of(message), f"{{{_NAMESPACE}{message}}}"
    if schema is None:
        raise refuse("", f"Không có lược đồ của loại tệp {message}.", f"No schema is known for {message}.")
    # Entities cannot occur: `guard` refused every document type. (lxml forgets to report a cut-off file when it is told both
    # to check a schema and not to resolve entities, so it is not told the second.)
    tags = [space + name for name in names]
    events = etree.iterparse(io.BytesIO(content), events=("end",), tag=tags, schema=schema, no_network=True, load_dtd=False, huge_tree=False)
    last = 1
    try:
        for _event, element in events:
            yield element
            last = cast("int", element.sourceline) or last
            element.clear()
            parent, before = element.getparent(), element.getprevious()
            if parent is not None and before is not None and before.tag == element.tag:
                parent.remove(before)
    except etree.XMLSyntaxError as error:
        line = error.lineno or _line_of(content, schema) or last
        raise refuse(f"dòng {line}", f"Sai cấu trúc XML ở dòng {line}: {_told(error)}", f"Line {line} breaks the schema: {_told(error)}") from error


def first(element: _Element, *paths: str) -> str:
    """Give the text at the first of `paths` (`Refs/EndToEndId`) that holds any, stripped; empty when none does."""
    for path in paths:
        node: _Element | None = element
        for step in path.split("/"):
            node = None if node is None else next(node.iterchildren("{*}" + step), None)
        if node is not None and node.text and (text := node.text.strip()):
            return text
    return ""


def _line_of(content: bytes, schema: etree.XMLSchema) -> int:
    """Find the line of the first schema fault, which reading as a stream does not tell; 0 for large files."""
    if len(content) > _SMALL:
        return 0
    schema.validate(etree.fromstring(content, _parser()))
    return min((entry.line for entry in cast("Iterable[Any]", schema.error_log)), default=0)


def _told(error: etree.XMLSyntaxError) -> str:
    return re.sub(r"\{[^}]*\}", "", error.msg or "").strip()[:300]
