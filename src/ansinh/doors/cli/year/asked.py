"""What is asked of a simulated year: how long, how large, with which steps completing by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PROVINCES = 63
SPECIAL_POSTS = 19
"""Officers of a province that does every policy, beside those of its committees."""
SPARE = 3
"""Of so many officers that are left over, two go into whole provinces and one stands beside somebody who is alone."""
SHORTEST_DAYS = 10


class YearRefused(ValueError):
    """What cannot be simulated: the message says why and what to ask for instead."""


@dataclass(frozen=True)
class Asked:
    """A year as asked for. `automatic` says in which of the provinces that do every policy mandates are given: `none`, `half` or `all`.

    Raises `YearRefused` for a world that cannot be staffed or is too short for anything to be decided in it.
    """

    seed: int
    first: date = date(2021, 8, 9)
    days: int = 365
    provinces: int = PROVINCES
    communes: int = 200
    officers: int = 500
    claims: int = 200_000
    automatic: str = "half"

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not 1 <= self.provinces <= PROVINCES:
            raise YearRefused(f"there are 1 to {PROVINCES} provinces, not {self.provinces}")
        if self.communes < self.provinces:
            raise YearRefused(f"each of {self.provinces} provinces needs a commune: ask for at least so many")
        if self.days < SHORTEST_DAYS:
            raise YearRefused(f"nothing is decided in fewer than {SHORTEST_DAYS} days")
        if self.claims < self.communes:
            raise YearRefused(f"each of {self.communes} communes files something: ask for at least so many claims")
        if self.officers < self.fewest_officers:
            raise YearRefused(f"{self.provinces} provinces with {self.communes} communes need at least {self.fewest_officers} officers, not {self.officers}")
        if self.automatic not in ("none", "half", "all"):
            raise YearRefused("steps complete by themselves in none, half or all of the provinces that do every policy")

    @property
    def committee_posts(self) -> int:
        """Officers of the people's committees: a lister a commune; an appraiser, an approver and a head a province."""
        return self.communes + 3 * self.provinces

    @property
    def fewest_officers(self) -> int:
        """As many as are needed: all committees, and two provinces (one where there is no other) that do every policy."""
        return self.committee_posts + SPECIAL_POSTS * min(2, self.provinces)

    @property
    def whole_provinces(self) -> int:
        """How many provinces do every policy, an even number where there are two or more."""
        left = self.officers - self.committee_posts
        possible = min(self.provinces, max(min(2, self.provinces), left * 2 // SPARE // SPECIAL_POSTS))
        return possible if possible == 1 else possible - possible % 2
