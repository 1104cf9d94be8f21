"""Where the content of papers lies: outside the web root, under its hash, by Django's interface of storages.

A folder now; an S3-compatible store by naming another backend for `papers` in the settings. What waits to be checked lies apart.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import storages

if TYPE_CHECKING:
    from ansinh.delivery.cases.models_papers import Paper


def put_waiting(paper: Paper, content: bytes) -> None:
    """Keep what was sent until it is checked."""
    _put(_waiting(paper), content)


def waiting_content(paper: Paper) -> bytes:
    """Give what was sent; raises `OSError` when it is gone, `ValueError` when it is another."""
    return _whole(_waiting(paper), paper.sent_sha256)


def drop_waiting(paper: Paper) -> None:
    """Remove what was sent; what is gone already stays gone."""
    storages["papers"].delete(_waiting(paper))


def put(content: bytes) -> str:
    """Keep a checked paper and give its hash; the same content lies there once."""
    sha256 = hashlib.sha256(content).hexdigest()
    _put(_kept(sha256), content)
    return sha256


def content_of(paper: Paper) -> bytes:
    """Give a checked paper; raises `OSError` when it is gone, `ValueError` when it is no longer what was kept."""
    return _whole(_kept(paper.sha256), paper.sha256)


def drop(sha256: str) -> None:
    """Remove a checked paper's content; whoever calls has seen to it that no other paper lies there."""
    storages["papers"].delete(_kept(sha256))


def _put(path: str, content: bytes) -> None:
    store = storages["papers"]
    if store.exists(path):
        if store.size(path) == len(content):
            return
        store.delete(path)  # a write that was cut off
    store.save(path, ContentFile(content))


def _whole(path: str, sha256: str) -> bytes:
    with storages["papers"].open(path) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        message = f"{path} is no longer the paper that was kept"
        raise ValueError(message)
    return content


def _waiting(paper: Paper) -> str:
    return f"waiting/{paper.pk}"


def _kept(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
