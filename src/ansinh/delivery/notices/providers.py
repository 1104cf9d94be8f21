"""The providers of this installation, as its settings name them: a TOML file, read anew when it changes. None are built in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from datetime import time
from typing import TYPE_CHECKING, Any

from ansinh.delivery.notices.gateways.calls import Gateway, Zalo
from ansinh.delivery.notices.gateways.mail import Mail
from ansinh.delivery.notices.gateways.smpp import Smpp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ansinh.delivery.notices.gateways import Provider

KINDS: dict[str, tuple[str, type[Gateway | Smpp | Mail | Zalo]]] = {
    "http": ("sms", Gateway),
    "smpp": ("sms", Smpp),
    "smtp": ("email", Mail),
    "zalo": ("zalo", Zalo),
}
GENERAL = {"name", "kind", "priority", "per_second"}
MOST_A_SECOND = 10_000


class ProvidersFault(ValueError):
    """The file of providers cannot be used; the message says where and what is accepted."""


@dataclass(frozen=True, slots=True)
class Named:
    """One provider: its rank among those of its channel (1 is asked first), and how much it may be given."""

    name: str
    kind: str
    priority: int
    per_second: float
    options: Mapping[str, Any] = field(repr=False)

    @property
    def channel(self) -> str:
        """What it delivers."""
        return KINDS[self.kind][0]

    def open(self) -> Provider:
        """Make it ready; no connection is opened before the first message."""
        return KINDS[self.kind][1](**self.options)


@dataclass(frozen=True, slots=True)
class Settings:
    """Providers by priority, and the hours in which only urgent notices leave."""

    providers: tuple[Named, ...] = ()
    quiet: tuple[time, time] = (time(21), time(7))

    def of(self, channel: str) -> list[Named]:
        """Give those of a channel, the first to be asked first."""
        return [one for one in self.providers if one.channel == channel]

    def is_quiet(self, local: time) -> bool:
        """Say whether people are let sleep at that local time; a span may go over midnight, and is empty when both ends are equal."""
        start, end = self.quiet
        return start <= local < end if start <= end else local >= start or local < end


def load(file: Path | None) -> Settings:
    """Read the settings; without a file, or where it does not exist yet, there are no providers. Raises `ProvidersFault`."""
    if file is None or not file.is_file():
        return Settings()
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ProvidersFault(f"{file}: {fault}") from fault
    unknown = sorted(set(read) - {"quiet", "provider"})
    if unknown:
        raise ProvidersFault(f"{file}: unknown key {unknown[0]!r}; known are quiet and provider")
    named = [_read(entry, f"{file}: provider {place}") for place, entry in enumerate(read.get("provider", []), 1)]
    names = [one.name for one in named]
    if len(set(names)) < len(names):
        raise ProvidersFault(f"{file}: each provider needs a name of its own")
    return Settings(tuple(sorted(named, key=lambda one: (one.priority, one.name))), _quiet(read.get("quiet", "21:00-07:00"), file))


def _quiet(text: object, file: Path) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(part.strip()) for part in str(text).split("-"))
    except ValueError:
        raise ProvidersFault(f'{file}: quiet = {text!r}; write for example "21:00-07:00"') from None
    return start, end


def _read(entry: Mapping[str, Any], where: str) -> Named:
    kind = entry.get("kind")
    if kind not in KINDS:
        raise ProvidersFault(f"{where}: kind must be one of {', '.join(KINDS)}, not {kind!r}")
    accepted = {one.name: one for one in fields(KINDS[kind][1]) if one.init}
    options = {name: value for name, value in entry.items() if name not in GENERAL}
    for name, value in options.items():
        if name not in accepted or type(value).__name__ != accepted[name].type:
            known = ", ".join(f"{one.name} ({one.type})" for one in accepted.values())
            raise ProvidersFault(f"{where}: {name} = {type(value).__name__} is not accepted; a provider of kind {kind} takes {known}")
    try:
        KINDS[kind][1](**options)
        named = Named(str(entry["name"]), kind, int(entry.get("priority", 1)), float(entry.get("per_second", 10)), options)
    except (KeyError, TypeError, ValueError) as fault:
        raise ProvidersFault(f"{where}: {fault} is missing or no value") from fault
    if not (0 < named.per_second <= MOST_A_SECOND and 0 < len(named.name) <= 40):  # noqa: PLR2004 - as wide as the column
        raise ProvidersFault(f"{where}: per_second must lie between 0 and {MOST_A_SECOND}, a name have 1 to 40 letters")
    return named
