"""Which key signs for whom: a TOML file, read anew each time. Without it nothing is signed; a demonstration signs by a test authority of its own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings

from ansinh.delivery.cases.gateways.signing.remote import Remote
from ansinh.delivery.cases.gateways.signing.token import Token
from ansinh.papers.signatures.check import Roots
from ansinh.papers.signatures.trial import TrialAuthority, roots_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.papers.signatures.holders import Holder

KINDS: dict[str, type[Token | Remote]] = {"pkcs11": Token, "remote": Remote}
TRIAL = "trial"
WHO = ("kind", "officer", "place")
Key: TypeAlias = Token | Remote | None
"""Nothing: the test authority's."""


class SignersFault(ValueError):
    """The file of signers cannot be used; the message says where and what is accepted."""


@dataclass(frozen=True, slots=True)
class Named:
    """One key: of the officer who signs in as `officer`, or of the offices at the place with the code `place`; both empty: of whoever has no other."""

    officer: str
    place: str
    key: Key


@dataclass(frozen=True, slots=True)
class Signers:
    """The keys of this installation, and whose certificates it trusts."""

    named: tuple[Named, ...] = ()
    roots: tuple[bytes, ...] = ()

    @property
    def tries(self) -> bool:
        """Whether any key is the test authority's."""
        return any(one.key is None for one in self.named)


def load(file: Path | None) -> Signers:
    """Read the signers; without a file there are none. Raises `SignersFault`."""
    if file is None:
        return Signers()
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SignersFault(f"{file}: {fault}") from fault
    unknown = sorted(set(read) - {"roots", "signer"})
    if unknown:
        raise SignersFault(f"{file}: unknown key {unknown[0]!r}; known are roots and signer")
    named = tuple(_read(entry, f"{file}: signer {place}") for place, entry in enumerate(read.get("signer", []), 1))
    return Signers(named, _roots(read.get("roots"), file))


def signers() -> Signers:
    """Give the signers of this installation."""
    if settings.SIGNERS is None and settings.DEMO:
        return Signers((Named("", "", None),))
    return load(settings.SIGNERS)


def holder_for(officer: Officer, *, at: datetime) -> Holder | None:
    """Give the key by which an officer signs, her own before her place's before everybody's; nothing where none is named. Raises `SignersFault`."""
    found = sorted((one for one in signers().named if _fits(one, officer)), key=lambda one: (not one.officer, not one.place))
    if not found:
        return None
    key = found[0].key
    return key if key is not None else authority().holder(name=officer.full_name, title=officer.title, office=officer.office.name, at=at)


def roots() -> Roots:
    """Give whose certificates are trusted; the test authority's only where it signs."""
    known = signers()
    return Roots(known.roots, (authority().root,) if known.tries else ())


def authority() -> TrialAuthority:
    """Give the test authority of this installation."""
    return TrialAuthority(Path(settings.SIGNING_TRIAL))


def is_trial(holder: Holder) -> bool:
    """Whether a key is the test authority's."""
    return not isinstance(holder, Token | Remote)


def _fits(one: Named, officer: Officer) -> bool:
    at = officer.office.commune or officer.office.district or officer.office.province
    return one.officer in {"", officer.username} and one.place in {"", at}


def _read(entry: Mapping[str, Any], where: str) -> Named:
    kind = entry.get("kind")
    options = {name: value for name, value in entry.items() if name not in WHO}
    who = {name: entry.get(name, "") for name in WHO[1:]}
    if not all(isinstance(value, str) for value in (*options.values(), *who.values())):
        raise SignersFault(f"{where}: every value is a text")
    if kind == TRIAL and not options:
        return Named(**who, key=None)
    if kind not in KINDS:
        raise SignersFault(f"{where}: kind must be {', '.join(KINDS)}, or {TRIAL} with nothing but officer and place; not {kind!r}")
    accepted = [one.name for one in fields(KINDS[kind])]
    unknown = sorted(set(options) - set(accepted))
    try:
        return Named(**who, key=KINDS[kind](**options))
    except TypeError as fault:
        raise SignersFault(f"{where}: a signer of kind {kind} takes {', '.join(accepted)}; {f'not {unknown[0]}' if unknown else fault}") from fault


def _roots(named: object, file: Path) -> tuple[bytes, ...]:
    if named is None:
        return ()
    path = file.parent / str(named)
    try:
        return roots_in(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise SignersFault(f"{file}: roots = {str(named)!r}: {fault}; name a PEM file of root certificates") from fault
