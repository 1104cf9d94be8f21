"""Filing of people of a commune, for tests of intake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.intake.file import Filer, file_claims
from delivery.casework import person

if TYPE_CHECKING:
    from ansinh.delivery.intake.models import Filing
    from delivery.casework import Town

HERSELF = Filer("self")
FREE = {"informal_worker": True, "lost_work_days": 20, "free_job": "street_vendor", "residence_registered": True}


def worker(number: int, **more: Any) -> dict[str, Any]:
    """Give an informal worker as a web form would tell her."""
    told = {name: value for name, value in person(number).items() if name in {"full_name", "sex", "date_of_birth", "id_number", "address", "phone"}}
    return {**told, "facts": FREE, **more}


def filed(at_town: Town, *numbers: int, policy: str = "nq68-12", channel: str = "web", filer: Filer = HERSELF, **more: Any) -> Filing:
    """File for these people; on paper the lister of the commune writes it down."""
    by = at_town.officers["lister"] if channel in {"counter", "post"} else None
    return file_claims(policy, [worker(number, **more) for number in numbers], channel=channel, place=at_town.commune, filer=filer, at=at_town.later(), by=by)
