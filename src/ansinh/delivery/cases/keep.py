"""Files are kept outside the web root under their own hash: written whole or not at all, never overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from django.conf import settings

from ansinh.delivery.cases.models import StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.offices.placed import Placed

Content: TypeAlias = bytes | IO[bytes]
"""Bytes, or a file of them that can be read again from its start: a long list is never in memory as a whole."""
PIECE = 2**20


def keep(content: Content, *, kind: str, name: str, media_type: str, place: Placed, by: Officer | None, at: datetime) -> StoredFile:
    """Store `content` and its row; raises `OSError` (a full disk) before any row is written."""
    sha256, size = digest(content)
    path = Path(sha256[:2]) / sha256
    _write(Path(settings.MEDIA_ROOT) / path, content, size)
    return StoredFile.objects.create(
        kind=kind, name=Path(name).name[:200], media_type=media_type, sha256=sha256, size_bytes=size, path=str(path),
        province=place.province, district=place.district, commune=place.commune, kept_by=by, kept_at=at,
    )  # fmt: skip


def digest(content: Content) -> tuple[str, int]:
    """Give the hash of a content, in hexadecimal, and how many bytes it has."""
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(content):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    content.seek(0)
    yield from iter(lambda: content.read(PIECE), b"")


def content_of(file: StoredFile) -> bytes:
    """Read a kept file; raises `OSError` when it is gone and `ValueError` when it is not what was kept."""
    content = path_of(file).read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        message = f"{file.name} ({file.id}) is no longer the file that was kept"
        raise ValueError(message)
    return content


def path_of(file: StoredFile) -> Path:
    """Give where a kept file lies."""
    return Path(settings.MEDIA_ROOT) / file.path


def drop(file: StoredFile) -> None:
    """Remove a kept file's content; whoever calls has seen to it that nothing in time lies at the same place. Its row and hash stay."""
    path_of(file).unlink(missing_ok=True)


def _write(path: Path, content: Content, size: int) -> None:
    if path.exists() and path.stat().st_size == size:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(_pieces(content))
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
