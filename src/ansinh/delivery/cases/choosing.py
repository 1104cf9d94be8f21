"""Which claims of a dossier an act means: those ticked one by one, or all that a filter of its list shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansinh.delivery.cases.queries import claims_matching

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from ansinh.delivery.cases.models import Claim, Dossier
    from ansinh.delivery.offices.models import Officer

MOST_TICKED = 500
"""Claims named one by one; more of them are meant by a filter."""


@dataclass(frozen=True)
class Chosen:
    """Claims by their keys, or, where none is named, by what the list was narrowed to: `only` and `text` as `queries.claims` takes them."""

    keys: frozenset[uuid.UUID] = field(default_factory=frozenset)
    only: str = ""
    text: str = ""

    def rows(self, of: Dossier, *, seen_by: Officer) -> QuerySet[Claim]:
        """Select them, within the scope."""
        if self.keys:
            return claims_matching(of, seen_by=seen_by).filter(pk__in=self.keys)
        return claims_matching(of, seen_by=seen_by, only=self.only, text=self.text)
