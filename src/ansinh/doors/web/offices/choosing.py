"""Policies to choose from in a form of the office's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.templatetags.page import by_programme

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ansinh.policy.programme import Policy


def policy_choices(policies: Iterable[Policy]) -> list[tuple[str, Any]]:
    """Give policies as choices of a form; those of several programmes under the name of each, since two programmes number theirs alike."""
    tongue = language()
    parts = [(name[tongue], [(policy.id, f"{policy.number}. {policy.name[tongue]}") for policy in of]) for name, of in by_programme(policies)]
    return list(parts) if len(parts) > 1 else [choice for _name, of in parts for choice in of]
