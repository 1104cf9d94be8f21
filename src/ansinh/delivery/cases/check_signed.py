"""Signed papers are checked anew when somebody asks: the kept file against what was kept of it, a stranger's file in a confined child."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from django.conf import settings

from ansinh.delivery.cases.signers import SignersFault, roots
from ansinh.papers.signatures.check import check
from ansinh.papers.signatures.confined import check_in_child

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.cases.signatures import SignatureShown
    from ansinh.papers.signatures.check import Roots, State, Verdict

Standing: TypeAlias = "State | Literal['missing', 'unknown']"
MOST_KNOWN = 1024
_KNOWN: dict[tuple[str, Roots, datetime], State] = {}
"""What was found of a content by these roots at that moment is found again; the content's hash is reckoned each time."""


def standing_of(shown: SignatureShown) -> Standing:
    """Say how a kept signature stands now, its certificate judged at the moment we kept it.

    `missing` where the file is gone, `unknown` where the file of signers is at fault, so that nobody can tell whom to trust.
    """
    try:
        content = (Path(settings.MEDIA_ROOT) / shown.path).read_bytes()
    except OSError:
        return "missing"
    if hashlib.sha256(content).hexdigest() != shown.sha256:
        return "changed"
    try:
        key = (shown.sha256, roots(), shown.signed_at)
    except SignersFault:
        return "unknown"
    if key not in _KNOWN:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = check(content, key[1], moment=shown.signed_at).state
    return _KNOWN[key]


def check_stranger(content: bytes) -> Verdict | None:
    """Check a file that somebody sent, now; nothing where the file of signers is at fault, so that nobody can tell whom to trust."""
    try:
        trusted = roots()
    except SignersFault:
        return None
    return check_in_child(content, trusted)
