"""What is filed has a code, an owner and a due day at once; taken, it is claims in a dossier that lead back to it; nothing is lost on the way."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ansinh.delivery.cases.amend import set_aside
from ansinh.delivery.cases.answering import facts_told
from ansinh.delivery.cases.hand_over import record_absence
from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.models import Claim, Determination, Upload, UploadRow
from ansinh.delivery.cases.models_papers import Erasure
from ansinh.delivery.cases.receive import discard
from ansinh.delivery.cases.submit import submit
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.intake import queries
from ansinh.delivery.intake.checking import RowsRefused
from ansinh.delivery.intake.end import refuse, withdraw_by_code
from ansinh.delivery.intake.erase import erase_filing, over
from ansinh.delivery.intake.file import MOST_ROWS, Filer, file_claims
from ansinh.delivery.intake.hand_over import give_back, hand_over, on_discarded_lists, without_owner
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.intake.public import filing_status
from ansinh.delivery.intake.take import gather, take
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.papers.lists.facts import in_columns
from ansinh.policy.load import load_programme
from delivery.casework import Town, officer, task_of, town
from delivery.intake.filing import FREE, HERSELF, filed, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return town()


def again(filing: Filing) -> Filing:
    with acting(NATION):
        return Filing.objects.select_related("owner", "upload").get(pk=filing.pk)


def test_a_filing_is_with_one_officer_of_the_office_of_the_first_step_until_the_laws_day(here: Town) -> None:
    made = filed(here, 1)
    assert (made.owner, made.office, made.state) == (here.lister, here.offices["commune"], "filed")
    assert made.due_on == date(2021, 8, 11)  # three working days after Friday 6 August
    assert (made.filer_name, made.filer_phone, made.row_count) == ("Nguyễn Thị Hoa 1", "0912345678", 1)
    with acting(NATION):
        row = FilingRow.objects.get(filing=made)
        kept = json.loads(content_of(made.file))
    assert row.data["id_kind"] == "cccd"
    assert row.data["period_days"] == 20  # what a list has a column for stands there
    assert row.data["facts"] == {"informal_worker": True, "free_job": "street_vendor", "residence_registered": True}
    assert kept["rows"] == [row.data]
    assert kept["filer"]["name"] == "Nguyễn Thị Hoa 1"


def test_filing_the_same_again_gives_the_same_filing_and_another_persons_does_not(here: Town) -> None:
    first = filed(here, 1)
    assert filed(here, 1).pk == first.pk
    assert filed(here, 2).pk != first.pk
    assert filed(here, 1, filer=Filer("another", "Trần Văn An", relation="con")).pk != first.pk
    withdraw_by_code(first.code, at=here.later())
    assert filed(here, 1).pk != first.pk


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"policy": "nq68-99"}, "policy_unknown"),
        ({"programme": "nq99"}, "programme_unknown"),
        ({"place": "99999"}, "place_unknown"),
        ({"place": "30"}, "place_too_wide"),
        ({"channel": "pigeon"}, "channel_unknown"),
        ({"channel": "counter"}, "clerk_missing"),
        ({"filer": Filer("somebody")}, "filer_unknown"),
        ({"filer": Filer("another", "Trần Văn An")}, "filer_unnamed"),
        ({"filer": Filer("employer")}, "filer_unnamed"),
        ({"rows": []}, "rows_bound"),
        ({"rows": [{}] * (MOST_ROWS + 1)}, "rows_bound"),
        ({"policy": "nq68-10", "at": datetime(2022, 2, 1, 2, tzinfo=UTC)}, "filing_closed"),
        ({"at": datetime(2021, 7, 1, 2, tzinfo=UTC)}, "not_in_force"),
    ],
)
def test_what_cannot_be_filed_is_refused_in_words(here: Town, change: dict[str, object], code: str) -> None:
    asked = {"policy": "nq68-12", "rows": [worker(1)], "channel": "web", "place": here.commune, "filer": HERSELF, "at": here.at, **change}
    with pytest.raises(Refused) as refusal:
        file_claims(asked.pop("policy"), asked.pop("rows"), **asked)
    assert refusal.value.code == code
    with acting(NATION):
        assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({"full_name": " "}, "full_name", "name_missing"),
        ({"id_number": "12345"}, "id_number", "id_length"),
        ({"sex": "Nam"}, "id_number", "id_sex_mismatch"),
        ({"date_of_birth": "hôm nọ"}, "date_of_birth", "birth_unreadable"),
        ({"shoe_size": 38}, "shoe_size", "field_unknown"),
        ({"address": {"street": 1}}, "address", "value_unusable"),
        ({"full_name": "A\x00"}, "full_name", "value_unusable"),
        ({"facts": {"shoe_size": 38}}, "shoe_size", "fact_refused"),
        ({"facts": {"lost_work_days": -1}}, "lost_work_days", "fact_refused"),
    ],
)
def test_a_fault_of_a_row_is_said_by_its_field(here: Town, row: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(RowsRefused) as refusal:
        file_claims("nq68-12", [worker(1), {**worker(2), **row}], channel="web", place=here.commune, filer=HERSELF, at=here.at)
    found = [(fault.row, fault.field, fault.code) for fault in refusal.value.faults]
    assert (2, field, code) in found
    assert not refusal.value.faults[0].message["vi"].startswith("Ô ")


def test_what_stands_on_paper_is_taken_as_it_says_and_waits_for_a_human(here: Town) -> None:
    made = filed(here, 1, channel="counter", id_number="12345")
    with pytest.raises(Refused, match="Còn 1 dòng cần quyết định"):
        take([made.pk], by=here.lister, at=here.later())
    assert again(made).state == "filed"  # all or nothing
    upload = gather([made.pk], by=here.lister, at=here.later())
    assert again(made).state == "taken"
    with acting(here.lister):
        row = UploadRow.objects.get(upload=upload)
        assert (row.state, [one["code"] for one in row.problems]) == ("undecided", ["id_length"])
        set_aside(row, "Không có người này ở xã", by=here.lister, at=here.later())
    assert filing_status(made.code).submitted is False


def test_many_filings_become_one_dossier_whose_claims_lead_back_to_them(here: Town) -> None:
    web, paper, family = filed(here, 1), filed(here, 2, channel="post"), filed(here, 3, 4, filer=Filer("another", "Trần Văn An", relation="con"))
    keys = [web.pk, paper.pk, family.pk]
    dossier = take(keys, by=here.lister, at=here.later())
    assert (dossier.claims, dossier.channel, dossier.submitted_by) == (4, "several", here.lister)
    assert take(keys, by=here.lister, at=here.later()).pk == dossier.pk  # a second call changes nothing
    with acting(here.lister):
        assert {row.sheet for row in UploadRow.objects.filter(upload=dossier.upload)} == {"Trên mạng", "Qua bưu điện"}
        claims = {claim.full_name: claim for claim in Claim.objects.filter(dossier=dossier).select_related("dossier")}
        assert {queries.filing_behind(claim, seen_by=here.lister).pk for claim in claims.values()} == set(keys)
        assert {order: claim.full_name for order, claim in queries.claims_of(again(family)).items()} == {1: "Nguyễn Thị Hoa 3", 2: "Nguyễn Thị Hoa 4"}
        facts = Determination.objects.get(claim=claims["Nguyễn Thị Hoa 1"]).facts
    assert facts == {"requests_support": True, "province": "30", "date_of_birth": "1987-03-05", **FREE}
    assert claims["Nguyễn Thị Hoa 1"].outcome == "eligible"
    status = filing_status(family.code)
    assert [row.receipt for row in status.rows] == [claims["Nguyễn Thị Hoa 3"].receipt, claims["Nguyễn Thị Hoa 4"].receipt]
    assert (status.state, status.submitted) == ("taken", True)


def test_a_row_left_aside_shifts_no_receipt_to_another_person(here: Town) -> None:
    made = filed(here, 1, 2, 3, filer=Filer("another", "Trần Văn An", relation="con"))
    upload = gather([made.pk], by=here.lister, at=here.later())
    with acting(here.lister):
        second = UploadRow.objects.get(upload=upload, data__full_name="Nguyễn Thị Hoa 2")
        set_aside(second, "Đã chuyển đi xã khác", by=here.lister, at=here.later())
        submit(upload, by=here.lister, at=here.later())
        claims = queries.claims_of(again(made))
    assert {order: claim.full_name for order, claim in claims.items()} == {1: "Nguyễn Thị Hoa 1", 3: "Nguyễn Thị Hoa 3"}
    rows = filing_status(made.code).rows
    assert [(bool(row.receipt), row.left_out) for row in rows] == [(True, ""), (False, "Đã chuyển đi xã khác"), (True, "")]


def test_the_clock_of_the_first_step_runs_from_the_first_filing_and_not_anew_from_taking(here: Town) -> None:
    early = filed(here, 1)
    late = filed(here, 2, channel="post")
    here.later(days=4)
    dossier = take([early.pk, late.pk], by=here.lister, at=here.at)
    task = task_of(dossier)
    assert (task.received_on, task.due_on) == (early.filed_on, early.due_on)
    assert dossier.as_of == date(2021, 8, 10)  # the version of the law is that of the day the list was whole


def test_one_person_filed_for_twice_in_one_list_waits_for_a_human(here: Town) -> None:
    keys = [filed(here, 1).pk, filed(here, 1, channel="counter").pk]
    upload = gather(keys, by=here.lister, at=here.later())
    with acting(here.lister):
        states = list(UploadRow.objects.filter(upload=upload).order_by("sheet").values_list("sheet", "state"))
    assert sorted(state for _sheet, state in states) == ["ready", "undecided"]


def test_what_was_withdrawn_refused_or_taken_elsewhere_cannot_be_taken(here: Town) -> None:
    gone, kept, elsewhere = filed(here, 1), filed(here, 2), filed(here, 3)
    assert withdraw_by_code(gone.code.lower().replace("-", " "), at=here.later()).state == "withdrawn"
    take([elsewhere.pk], by=here.lister, at=here.later())
    for other in (gone, elsewhere):
        with pytest.raises(AlreadyDone):
            take([kept.pk, other.pk], by=here.lister, at=here.later())
    assert again(kept).state == "filed"
    refuse(kept.pk, reason="Nộp nhầm xã, hãy nộp ở xã đang ở.", by=here.lister, at=here.later())
    with pytest.raises(AlreadyDone):
        take([kept.pk], by=here.lister, at=here.later())
    assert filing_status(kept.code).reason == "Nộp nhầm xã, hãy nộp ở xã đang ở."
    with pytest.raises(AlreadyDone):
        withdraw_by_code(elsewhere.code, at=here.later())
    assert withdraw_by_code("7K3M-9QXW-2F4", at=here.later()) is None


def test_a_person_is_told_that_somebody_filed_for_her_and_a_filer_that_it_was_not_accepted(here: Town) -> None:
    made = filed(here, 1, filer=Filer("another", "Trần Văn An", "0987654321", "con"))
    filed(here, 2)  # for herself: nothing to tell
    filed(here, 3, filer=Filer("another", "Trần Văn An", "0912345678", "con"))  # her telephone is his
    with acting(NATION):
        told = Notice.objects.get()
        assert (told.address, told.kind, told.occasion) == ("0912345678", "filed_for", made.pk)
        assert "Trần Văn An đã nộp" in told.text_vi
        assert made.code not in told.text_vi + told.text_en  # the code is the filer's
        assert FilingRow.objects.get(filing=made).told_at is not None
    refuse(made.pk, reason="Nộp nhầm xã, hãy nộp ở xã đang ở.", by=here.lister, at=here.later())
    with acting(NATION):
        told = Notice.objects.get(kind="filing_refused")
        assert told.address == "0987654321"
        assert all(word in told.text_vi for word in ("/tra-cuu/", "Không có mạng: hỏi", made.office.name)), "what to do next, with internet and without"


def test_only_who_lists_the_policy_in_that_office_takes_or_refuses(here: Town) -> None:
    made, other = filed(here, 1), town("10633")
    clerk = officer("clerk.10630", here.offices["commune"], Role.ANALYST)
    with pytest.raises(NotYours):
        take([made.pk], by=clerk, at=here.later())
    for by in (other.lister, here.appraiser):
        with pytest.raises(Refused, match="không thuộc đơn vị"):
            take([made.pk], by=by, at=here.later())
        with pytest.raises(Filing.DoesNotExist):
            refuse(made.pk, reason="Không phải của xã này đâu.", by=by, at=here.later())
        with acting(by):
            assert not queries.filings(seen_by=by).rows
    with pytest.raises(Refused, match="ít nhất 10"):
        refuse(made.pk, reason="không", by=here.lister, at=here.later())
    with pytest.raises(Refused, match="cùng một chính sách"):
        take([made.pk, filed(here, 2, policy="nq68-10", facts={}).pk], by=here.lister, at=here.later())


def test_the_deputy_has_what_waits_and_an_unnamed_lister_hands_it_to_the_chief(here: Town) -> None:
    made, chief = filed(here, 1), officer("chief.10630", here.offices["commune"], Role.CHIEF)
    deputy = officer("vice.10630", here.offices["commune"])
    assert without_owner(at=here.at) == []
    with acting(here.lister):
        record_absence(here.lister, deputy, since=here.at, until=here.at + timedelta(days=9), basis="Giấy cách ly số 5", by=here.lister, at=here.later())
    assert without_owner(at=here.later()) == [made.pk]
    assert hand_over(made.pk, at=here.at) is True
    assert again(made).owner == deputy
    assert without_owner(at=here.later()) == []
    take([made.pk], by=deputy, at=here.later())
    second = filed(here, 2)
    Officer.objects.filter(pk__in=[here.lister.pk, deputy.pk]).update(is_active=False)
    assert hand_over(second.pk, at=here.later()) is True
    assert again(second).owner == chief
    assert hand_over(second.pk, at=here.later()) is False


def test_filings_of_a_list_that_was_put_away_wait_again(here: Town) -> None:
    made = filed(here, 1)
    upload = gather([made.pk], by=here.lister, at=here.later())
    assert on_discarded_lists() == []
    with acting(here.lister):
        discard(upload, by=here.lister, at=here.later())
    assert on_discarded_lists() == [upload.pk]
    assert give_back(upload.pk, at=here.later()) == 1
    assert give_back(upload.pk, at=here.later()) == 0
    assert again(made).state == "filed"
    assert take([made.pk], by=here.lister, at=here.later()).claims == 1
    with acting(NATION):
        assert Event.objects.filter(subject=made.pk).count() == 4


def test_nobody_to_take_it_is_said_and_nothing_is_kept(here: Town) -> None:
    Officer.objects.filter(pk=here.lister.pk).update(is_active=False)
    with pytest.raises(NobodyAnswers):
        filed(here, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE intake_filing SET filer_name = 'Khác'",
        "UPDATE intake_filing SET state = 'filed', ended_at = NULL, ended_by_id = NULL, upload_id = NULL",
        "UPDATE intake_filing SET state = 'withdrawn', upload_id = NULL",
        "UPDATE intake_filingrow SET data = '{}'",
    ],
)
def test_what_was_filed_and_taken_stands_in_the_database_itself(here: Town, statement: str) -> None:
    gather([filed(here, 1).pk], by=here.lister, at=here.later())
    with acting(NATION), pytest.raises(DatabaseError, match=r"stands|was taken"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_another_place_sees_no_filing(here: Town) -> None:
    filed(here, 1)
    with acting(town("10633").lister):
        assert not Filing.objects.exists()
        assert not FilingRow.objects.exists()
    with acting(here.lister):
        assert Filing.objects.count() == FilingRow.objects.count() == Upload.objects.count() + 1


POLICIES = [policy.id for policy in load_programme().policies]
DAYS = st.dates(date(2021, 5, 1), date(2021, 8, 6)).map(date.isoformat)
SOME_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "date_of_birth": DAYS, "leave_start": DAYS, "leave_days": st.integers(0, 99), "stoppage_start": DAYS, "stoppage_days": st.integers(0, 99), "contract_ended_on": DAYS,
        "f0_start": DAYS, "f0_days": st.integers(0, 99), "f1_start": DAYS | st.just("not_applicable"), "f1_days": st.integers(0, 99), "business_stop_days": st.integers(0, 99),
        "lost_work_days": st.integers(0, 99), "pregnant": st.booleans(), "children_under_6": st.integers(0, 9), "has_labour_contract": st.booleans(),
        "informal_worker": st.booleans(), "requests_support": st.booleans(),
    },
)  # fmt: skip


@given(facts=SOME_FACTS, policy=st.sampled_from(POLICIES))
def test_facts_parted_into_columns_and_further_ones_are_the_same_facts_again(facts: dict[str, object], policy: str) -> None:
    fields, further = in_columns(facts, policy)
    data = {"birth_precision": "day", **fields, "facts": further}
    told = facts_told(data, policy, province="30", attested={})
    assert {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items() if name in facts} == facts


def test_what_a_filing_told_goes_when_its_list_has_gone_and_nothing_goes_before(here: Town) -> None:
    taken, gone, waits = filed(here, 1, filer=Filer("another", "Trần Văn An", "0987654321", "con")), filed(here, 2), filed(here, 3)
    upload = gather([taken.pk], by=here.lister, at=here.later())
    withdraw_by_code(gone.code, at=here.later())
    assert over(at=here.later()) == []
    late = datetime(2040, 1, 1, tzinfo=UTC)
    assert over(at=late) == []  # nobody has confirmed the period
    assert over(at=late, although_unverified=True) == [gone.pk]
    with acting(NATION):
        place = {"province": upload.province, "district": upload.district, "commune": upload.commune}
        Erasure.objects.create(programme="nq68", kind="lists", subject=upload.pk, rows=1, at=late, **place)
    assert over(at=late) == [taken.pk]
    assert [erase_filing(key, at=late) for key in (taken.pk, gone.pk)] == [1, 1]
    assert erase_filing(taken.pk, at=late) == 0
    assert over(at=late, although_unverified=True) == []
    with acting(NATION):
        kept = {row.filing_id: row.data for row in FilingRow.objects.all()}
        held = Filing.objects.get(pk=taken.pk)
    assert (kept[taken.pk], kept[gone.pk]) == ({}, {})
    assert kept[waits.pk]["full_name"] == "Nguyễn Thị Hoa 3"
    assert (held.filer_name, held.filer_phone, held.filer_relation) == ("Trần Văn An", "", "#")
    with acting(NATION), pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        Filing.objects.filter(pk=waits.pk).update(erased_at=late, filer_phone="")
