"""Two officers take the same filing at the same moment, one files the same twice, one withdraws what another takes: one effect each. Real threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.intake.end import withdraw_by_code
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, town
from delivery.intake.filing import filed
from simulation.together import at_once

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer


def test_of_any_two_at_once_one_takes_effect_and_the_other_is_told(own_db: str) -> None:
    here: Town = town()
    second = officer("lister2.10630", here.offices["commune"], Role.LISTER)

    def taking(filing: Filing, by: Officer, at: datetime) -> Dossier:
        return take([filing.pk], by=by, at=at)

    once = at_once(lambda: filed(here, 1), lambda: filed(here, 1))
    assert len({one.pk for one in once}) == 1, once  # the same sent twice is one filing
    at = here.later()
    found = at_once(*[lambda by=by: taking(once[0], by, at) for by in (here.lister, second)])
    assert len({one.pk for one in found if isinstance(one, Dossier)}) == 1, found
    assert not [one for one in found if isinstance(one, Exception) and not isinstance(one, Refused)], found
    other, at = filed(here, 2), here.later()
    raced = at_once(lambda: taking(other, here.lister, at), lambda: withdraw_by_code(other.code, at=at))
    assert len([one for one in raced if isinstance(one, AlreadyDone)]) == 1, raced
    with acting(NATION):
        assert Claim.objects.filter(full_name="Nguyễn Thị Hoa 1").count() == 1
        taken = Filing.objects.get(pk=other.pk).state == "taken"
        assert Claim.objects.filter(full_name="Nguyễn Thị Hoa 2").count() == int(taken)
