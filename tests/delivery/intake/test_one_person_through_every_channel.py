"""One person claims through every channel: one person in the registry, her claims in order, the second of an exclusive group refused with the reason.

A colleague's channel joins by a line of `CHANNELS`: a name, and a function that files for her under a policy and gives the dossier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ansinh.delivery.cases import exclude, queries
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.intake.employers.confirm import confirm
from ansinh.delivery.intake.file import file_claims
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Draw, Person
from ansinh.delivery.systems.filed import file_for
from delivery.casework import Town, officer, person, submitted, task_of, town
from delivery.intake.employing import accountant, filed, insured_town, taken
from delivery.intake.filing import HERSELF
from delivery.systems.connecting import connected

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansinh.delivery.cases.models import Dossier

pytestmark = pytest.mark.django_db

REASON = "Đã được lập ở hồ sơ khác của xã."
SHE = {name: value for name, value in person(1).items() if name in {"full_name", "sex", "date_of_birth", "id_number", "address", "phone"}}
FREE = {"informal_worker": True, "lost_work_days": 20, "free_job": "street_vendor", "residence_registered": True}

DISMISSED = {
    "employer_stopped_by_authority": True, "contract_ended_on": "2021-07-10", "entitled_to_ui": False, "left_unlawfully": False, "draws_pension": False,
    "si_month_before": True, "pregnant": False, "children_under_6": 0,
}  # fmt: skip


def by_list(here: Town) -> Dossier:
    return submitted(here, [person(1)])


def filed_through(channel: str, *, spelt: str) -> Callable[[Town], Dossier]:
    """Give a way to file for her through a channel of `file_claims`, her name spelt as people spell it there."""

    def file(here: Town) -> Dossier:
        by = here.lister if channel in {"counter", "post"} else None
        row: dict[str, Any] = {**SHE, "full_name": spelt, "facts": FREE}
        made = file_claims("nq68-12", [row], channel=channel, place=here.commune, filer=HERSELF, at=here.later(), by=by)
        return take([made.pk], by=here.lister, at=here.later())

    return file


def by_another_system(here: Town) -> Dossier:
    client, _secret = connected(here)
    row: dict[str, Any] = {**SHE, "full_name": "NGUYEN THI HOA 1", "facts": FREE}
    made = file_for(client, "nq68-12", [row], place=here.commune, reference="DVC-1", programme="nq68", at=here.later()).filing
    return take([made.pk], by=here.lister, at=here.later())


def by_her_employer(here: Town) -> Dossier:
    dossier = taken(here, filed(here, accountant(here), 1))
    with acting(here.verifier):
        confirm(task_of(dossier).pk, None, by=here.verifier, at=here.later())
    return dossier


CHANNELS: dict[str, Callable[[Town], Dossier]] = {
    "list": by_list,
    "employer": by_her_employer,
    "web": filed_through("web", spelt="NGUYỄN THỊ HOA 1"),
    "post": filed_through("post", spelt="Nguyễn  thị Hoa 1"),
    "counter": filed_through("counter", spelt="nguyễn thị hoa 1"),
    "api": by_another_system,
    "register": filed_through("register", spelt="Nguyễn Thị Hoa 1"),
}


@pytest.mark.parametrize("first", CHANNELS)
def test_whatever_channel_comes_first_holds_her_draw_and_every_other_is_refused_with_the_reason(first: str) -> None:
    here = insured_town()
    ways = {first: CHANNELS[first], **CHANNELS}
    dossiers = {name: file(here) for name, file in ways.items()}
    with acting(NATION):
        assert Person.objects.filter(province=here.province, id_number=SHE["id_number"]).count() == 1
        claims = {name: Claim.objects.select_related("dossier").get(dossier=dossier) for name, dossier in dossiers.items()}
        assert len({claim.identity for claim in claims.values()}) == 1
        assert [name for name, claim in claims.items() if claim.draw_held] == [first]
        assert Draw.objects.filter(released_at=None).count() == 1
    later = [name for name in ways if name != first]
    with acting(here.lister):
        moments = [claims[name].dossier.submitted_at for name in ways]
        assert moments == sorted(moments)  # in the order in which they came
    for name, claim in claims.items():  # what stands in the way is said to its owner, and where
        owner = task_of(dossiers[name]).owner
        with acting(owner):
            found = queries.conflicts(claim.dossier, [claim], seen_by=owner)
            told = "" if first == "employer" else claims[first].policy  # her employer's claim lies with the district: a commune learns only that there is one
            assert [one.policy for one in found.values()] == ([] if name == first else [told]), name
    for name in later:
        task = task_of(dossiers[name])
        with acting(task.owner):
            assert exclude.exclude(task.pk, [claims[name].pk], reason=REASON, article="NQ 68/NQ-CP, phần I", by=task.owner, at=here.later()) == 1
    with acting(NATION):
        states = dict(Claim.objects.values_list("dossier__channel", "state"))
        reasons = set(Claim.objects.filter(state="excluded").values_list("state_reason", flat=True))
    assert states[first] == "in_review"
    assert {states[name] for name in later} == {"excluded"}
    assert reasons == {REASON}


def test_a_second_policy_of_the_same_group_is_refused_too_with_the_first_named() -> None:
    here = town()
    centre = Office.objects.filter(kind="job_centre", level="province", province=here.province).first() or Office.objects.create(
        kind="job_centre", level="province", name="Trung tâm dịch vụ việc làm", symbol="TTDVVL", place=None, province=here.province
    )
    clerk = officer("lister.job_centre", centre, Role.LISTER)
    officer("verifier.job_centre", centre, Role.VERIFIER)
    first = by_list(here)
    row = {**SHE, "facts": DISMISSED}
    made = file_claims("nq68-06", [row], channel="web", place=here.commune, filer=HERSELF, at=here.later())
    second = take([made.pk], by=clerk, at=here.later())
    with acting(clerk):
        claim = Claim.objects.select_related("dossier").get(dossier=second)
        assert (claim.outcome, claim.exclusive_group, claim.draw_held) == ("eligible", "one_cash", False)
        found = queries.conflicts(second, [claim], seen_by=clerk)
    assert [one.policy for one in found.values()] == ["nq68-12"]
    with acting(NATION):
        assert [one.claim for one in Draw.objects.filter(released_at=None)] == [Claim.objects.get(dossier=first).pk]
