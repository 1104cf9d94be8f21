"""What a proof found: which property of which policy in which days, proved or refuted, with a witness where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from ansinh.policy.programme import Programme, Text
    from ansinh.policy.proofs.witness import Witness


class Verdict(StrEnum):
    """How a question about the law ended. Only what is refuted is a fault of the law; what the solver gives up on is never called proved."""

    PROVED = "proved"
    REFUTED = "refuted"
    REPORTED = "reported"
    UNDECIDED = "not decided"


PROPERTIES: dict[str, Text] = {
    "one_of_a_group": {"vi": "Không ai hưởng hai khoản của nhóm chỉ được hưởng một khoản", "en": "Nobody draws two policies of an exclusive group"},
    "group_draws_most": {"vi": "Ai đủ điều kiện trong nhóm thì hưởng khoản lớn nhất", "en": "Whoever is eligible in a group draws its largest amount"},
    "group_overlap": {"vi": "Có người đủ điều kiện nhiều khoản của nhóm và chỉ hưởng một khoản", "en": "Somebody is eligible for several policies of a group and draws one"},
    "amount_above_zero": {"vi": "Ai đủ điều kiện cũng được một khoản lớn hơn 0", "en": "Everybody eligible has an amount above 0"},
    "amount_within_most": {"vi": "Không ai được nhiều hơn mức cao nhất của chính sách", "en": "Nobody gets more than the most the policy gives"},
    "somebody_eligible": {"vi": "Các điều kiện cùng đáp ứng được", "en": "All conditions can be met together"},
    "conditions_alive": {"vi": "Điều kiện nào cũng có thể đáp ứng và có thể không đáp ứng", "en": "Each condition can be met and can fail"},
    "conditions_needed": {"vi": "Không điều kiện nào suy ra từ các điều kiện khác", "en": "No condition follows from the others"},
    "components_alive": {"vi": "Khoản nào cũng có người được hưởng", "en": "Each part of the benefit is due to somebody"},
    "dates_follow": {"vi": "Các phiên bản nối nhau, không hở và không chồng", "en": "Versions follow each other without gap or overlap"},
    "harm_never_costs": {"vi": "Thiệt hại tăng thì mức hưởng không giảm", "en": "The amount never falls when a harm grows"},
    "nothing_taken_away": {"vi": "Phiên bản sau không lấy đi của ai đã đủ điều kiện", "en": "The later version takes nothing away from anybody eligible before"},
}  # fmt: skip
"""Every property that is asked, in words."""


@dataclass(frozen=True)
class Finding:
    """One property asked of one policy (or group) in one period; `about` says what was found where that is not plain."""

    property: str
    verdict: Verdict
    subject: str
    starts: date
    ends: date | None = None
    about: Text | None = None
    cite: str = ""
    witness: Witness | None = None

    def as_json(self, programme: Programme) -> dict[str, Any]:
        """Give the finding as a document."""
        return {
            "property": self.property,
            "text": dict(PROPERTIES[self.property]),
            "verdict": str(self.verdict),
            "subject": self.subject,
            "from": self.starts.isoformat(),
            "to": self.ends.isoformat() if self.ends else None,
            "about": dict(self.about) if self.about else None,
            "cite": self.cite or None,
            "witness": self.witness.as_json(programme) if self.witness else None,
        }
