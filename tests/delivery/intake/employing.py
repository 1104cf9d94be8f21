"""An employer of a commune with its accountant, and the insurance agency of its district, for tests of the employers' portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.intake.employers.account import Asked, answer, register
from ansinh.delivery.intake.employers.file import file_for_workers
from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, town

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.intake.models import Filing

TAX_CODE, PASSWORD = "0100233488", "mat-khau-rat-dai-68"
FACTS = {"employer_stopped_by_authority": True, "leave_within_contract": True}


def insured_town() -> Town:
    """Give a town whose district has an insurance agency with a lister and a verifier."""
    here = town()
    place = here.offices["district"].place
    agency, _new = Office.objects.get_or_create(
        kind="social_insurance",
        level="district",
        place=place,
        province=here.province,
        district=here.district,
        defaults={"name": "BHXH huyện", "symbol": "BHXH"},
    )
    here.offices["agency"] = agency
    here.officers["si_lister"] = officer(f"si.lister.{here.district}", agency, Role.LISTER, name="Trần Thị Nhận")
    here.officers["verifier"] = officer(f"si.verifier.{here.district}", agency, Role.VERIFIER, name="Lê Thị Xác")
    return here


def asked(here: Town, **more: Any) -> Asked:
    """Give what an accountant fills in."""
    told = {
        "tax_code": TAX_CODE,
        "body_name": "Công ty Ánh Dương",
        "si_unit": "TA0123A",
        "commune": here.commune,
        "full_name": "phạm thị kế toán",
        "phone": "0987654321",
        "password": PASSWORD,
    }
    return Asked(**{**told, **more})


def accountant(here: Town, *, confirmed: bool = True) -> Accountant:
    """Register an account, and let the agency confirm it."""
    made = register(asked(here), at=here.later())
    if not confirmed:
        return made
    with acting(here.verifier):
        return answer(made.pk, confirm=True, because="Đối chiếu đăng ký kinh doanh", by=here.verifier, at=here.later())


def on_leave(number: int, **more: Any) -> dict[str, Any]:
    """Give a worker on unpaid leave for a whole month as an employer's list tells her."""
    told = {name: value for name, value in person(number).items() if name in {"full_name", "sex", "date_of_birth", "id_number", "address", "phone"}}
    return {**told, "period_start": "01/07/2021", "period_days": "31", **more}


def filed(here: Town, by: Accountant, *numbers: int) -> Filing:
    """File policy 04 for these workers."""
    return file_for_workers("nq68-04", [on_leave(number) for number in numbers], FACTS, by=by, at=here.later())


def taken(here: Town, filing: Filing) -> Dossier:
    """Let the agency take a filing into a dossier."""
    return take([filing.pk], by=here.officers["si_lister"], at=here.later())


def workers(filing: Filing) -> list[NamedWorker]:
    """Give the workers of a filing in its order."""
    with acting(NATION):
        return list(NamedWorker.objects.select_related("row", "owner", "confirmed_by").filter(row__filing=filing).order_by("row__order"))
