"""Snapshots of registers: columns by name, faults by row, counts beside the last, loading that goes on, and what they vouch for."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
import xlsxwriter
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some
from stdnum.vn import mst

from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models_registers import RegisterEntry, RegisterSnapshot
from ansinh.delivery.registry.registers import load as loading
from ansinh.delivery.registry.registers.take_over import answer
from ansinh.delivery.registry.registers.vouch import entries_of, fills, vouched
from ansinh.papers.registers.checking import check
from ansinh.papers.registers.kinds import KINDS, facts_of_register, plan_columns
from ansinh.policy.load import load_programme
from delivery.casework import MORNING, Town, officer, town

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
LAW = load_programme("nq68")
SI_HEAD = "Số CCCD,Họ và tên,Mã số thuế,Từ tháng,Đến tháng,có hợp đồng lao động"
TAX_CODE = "0100233488"


def analyst(here: Town) -> Officer:
    return officer(f"analyst.{here.province}", here.offices["province"], Role.ANALYST)


def si_lines(count: int, *, through: str = "07/2021") -> str:
    return "\n".join([SI_HEAD, *(f"030187{number:06d},Nguyễn Thị Hoa {number},{TAX_CODE},01/2020,{through},có" for number in range(1, count + 1))])


def sent(here: Town, text: str | bytes, *, register: str = "si_register", dated: date = date(2021, 8, 1)) -> RegisterSnapshot:
    by, content = analyst(here), text.encode() if isinstance(text, str) else text
    with acting(by):
        row = loading.receive_snapshot(io.BytesIO(content), "si.csv", register=register, source="BHXH tỉnh, công văn 12", dated=dated, by=by, at=here.later())
    return loading.load(row.pk, by=by, at=here.later())


def told(subject: str, claim: dict[str, object], register_claim_day: date = date(2021, 8, 6)) -> dict[str, tuple[object, ...]]:
    found = vouched(entries_of([subject], programme="nq68").get(subject, []), programme=LAW, claim=claim, as_of=register_claim_day)
    return {fact: ones[0].values for fact, ones in found.items()}


def test_every_register_of_the_programme_is_read_and_says_only_what_the_programme_lets_it_vouch_for() -> None:
    assert set(KINDS) == set(LAW.registers)
    assert [kind.id for kind in KINDS.values() if not set(kind.says) <= set(facts_of_register(kind.id, LAW))] == []


def test_a_snapshot_vouches_for_insurance_in_the_month_before_and_not_beyond_what_it_can_know() -> None:
    row = sent(town(), si_lines(3))
    assert (row.state, row.lines, row.entries, row.faulty) == ("current", 3, 3, 0)
    someone = "cccd:030187000002"
    assert told(someone, {"leave_start": "2021-08-02"}) == {"has_labour_contract": (True,), "si_month_before": (True,)}
    assert told(someone, {"leave_start": "2021-10-02"}) == {"has_labour_contract": (True,)}, "September lies after the snapshot"
    assert told(someone, {"stoppage_start": "2020-01-05"})["si_month_before"] == (False,)
    assert told("cccd:030187999999", {"leave_start": "2021-08-02"}) == {}, "who does not stand in it is unknown, not uninsured"


def test_the_same_table_as_csv_xlsx_and_parquet_is_the_same_snapshot(tmp_path: Path) -> None:
    here, text = town(), si_lines(4)
    rows = [line.split(",") for line in text.splitlines()]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for place, cells in enumerate(rows):
        sheet.write_row(place, 0, cells)
    book.close()
    parquet = tmp_path / "si.parquet"
    pl.DataFrame(dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))).write_parquet(parquet)
    loaded = [sent(here, content) for content in (text.replace(",", ";"), out.getvalue(), parquet.read_bytes())]
    with acting(NATION):
        kept = [list(RegisterEntry.objects.filter(snapshot=row.pk).order_by("line").values_list("line", "subject", "full_name", "told")) for row in loaded]
    assert kept[0] == kept[1] == kept[2]
    assert [line for line, *_rest in kept[0]] == [2, 3, 4, 5]


def test_a_file_without_a_column_is_refused_by_name_and_an_unknown_column_is_named() -> None:
    here = town()
    with pytest.raises(Refused, match="id_number"):
        sent(here, "Họ tên,Ngày sinh\nAn,1/1/1980", register="health_list")
    assert sent(here, SI_HEAD + ",Màu\n030187000001,A,,01/2020,,có,đỏ").columns["ignored"] == ["Màu"]


def test_a_line_with_a_fault_makes_no_entry_and_its_row_and_field_are_named() -> None:
    bad = f"{si_lines(98)}\n12345,B,{TAX_CODE},01/2020,,có\n030187000200,C,0100233480,13/2020,,maybe"
    row = sent(town(), bad)
    assert (row.state, row.entries, row.faulty) == ("current", 98, 2)
    assert {(one["line"], one["column"], one["code"]) for one in row.faults["first"]} == {
        (100, "Số CCCD", "id_unusable"), (101, "Mã số thuế", "tax_unusable"), (101, "Từ tháng", "month_unreadable"), (101, "có hợp đồng lao động", "value_unreadable"),
    }  # fmt: skip


@pytest.mark.parametrize(("count", "asks"), [(79, ["fell"]), (121, ["rose"]), (81, []), (119, [])])
def test_a_count_that_falls_or_rises_beyond_the_bound_stops_and_asks(count: int, asks: list[str]) -> None:
    here = town()
    first = sent(here, si_lines(100))
    second = sent(here, si_lines(count), dated=date(2021, 8, 3))
    assert (second.state, second.asks) == ("asking" if asks else "current", asks)
    with acting(NATION):
        first.refresh_from_db()
    assert first.state == ("current" if asks else "superseded")


def test_what_asked_is_used_or_put_away_with_a_reason_once() -> None:
    here = town()
    sent(here, si_lines(10))
    row = sent(here, si_lines(2, through="06/2021"), dated=date(2021, 8, 3))
    by = analyst(here)
    with acting(by):
        with pytest.raises(Refused):
            answer(row.pk, use=True, because=".", by=by, at=here.later())
        assert answer(row.pk, use=True, because="Đơn vị đã giải thể, giảm thật", by=by, at=here.later()).state == "current"
        with pytest.raises(AlreadyDone):
            answer(row.pk, use=False, because="Nhầm tệp", by=by, at=here.later())
    assert told("cccd:030187000009", {"leave_start": "2021-08-02"}) == {}, "the version before no longer vouches"


def test_mostly_faulty_files_ask_and_empty_ones_too() -> None:
    here = town()
    assert sent(here, si_lines(5) + "\n1,B,,,,").asks == ["faulty"]
    assert sent(here, SI_HEAD + "\n1,B,,,,").asks == ["empty"]


def test_loading_goes_on_where_it_was_broken_off_and_no_line_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    here = town()
    by = analyst(here)
    with acting(by):
        row = loading.receive_snapshot(
            io.BytesIO(si_lines(25).encode()), "a.csv", register="si_register", source="BHXH tỉnh", dated=date(2021, 8, 1), by=by, at=here.later()
        )
    real = loading.blocks_of
    monkeypatch.setattr(loading, "blocks_of", lambda path, skip: real(path, skip=skip, rows=10))

    def killed(lines: int) -> None:
        if lines == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.load(row.pk, by=by, at=here.later(), told=killed)
    assert loading.load(row.pk, by=by, at=here.later()).state == "current"
    with acting(NATION):
        assert list(RegisterEntry.objects.filter(snapshot=row.pk).order_by("line").values_list("line", flat=True)) == list(range(2, 27))


def test_only_an_analyst_or_administrator_loads_and_an_older_or_a_known_file_is_no_new_version() -> None:
    here = town()
    with acting(here.payer), pytest.raises(NotYours):
        loading.receive_snapshot(io.BytesIO(b"x"), "a.csv", register="si_register", source="BHXH tỉnh", dated=date(2021, 8, 1), by=here.payer, at=MORNING)
    sent(here, si_lines(3))
    with pytest.raises(AlreadyDone):
        sent(here, si_lines(3))
    with pytest.raises(Refused, match="cũ hơn"):
        sent(here, si_lines(4), dated=date(2021, 7, 1))


def test_an_entry_of_another_place_is_a_fault_and_entries_are_walled_and_kept() -> None:
    here = town()
    row = sent(here, "Số CCCD,f0_start,f0_days,Mã tỉnh\n030187000001,01/06/2021,20,30\n030187000002,2021-06-01,20,79", register="health_list")
    assert row.faults["counts"] == {"place_elsewhere": 1}
    far = town("26734", "760", "79")
    with acting(far.payer):
        assert not RegisterEntry.objects.exists()
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.update(line=1)


def test_entries_that_contradict_one_another_fill_nothing() -> None:
    sent(town(), "Số CCCD,f0_start,f0_days\n030187000001,01/06/2021,20\n030187000001,01/09/2020,14", register="health_list")
    entries = entries_of(["cccd:030187000001"], programme="nq68")["cccd:030187000001"]
    found = vouched(entries, programme=LAW, claim={}, as_of=date(2021, 8, 6))
    assert fills(found, ["f0_days"]) == {}
    assert not found["f0_days"][0].against(20)
    assert found["f0_days"][0].against(45)


def test_a_line_of_the_tax_roll_speaks_of_the_business_and_of_its_owner() -> None:
    sent(town(), f"Mã số thuế,Số CCCD,Tên hộ kinh doanh\n{TAX_CODE},030187000001,Quán Hoa", register="tax_roll")
    assert told("cccd:030187000001", {}) == told(f"tax:{TAX_CODE}", {}) == {"business_tax_registered": (True,)}


def test_a_guide_card_that_ran_out_says_no_on_the_day_of_the_claim() -> None:
    sent(town(), "Số CCCD,Hạn sử dụng\n030187000001,01/08/2021\n030187000002,01/12/2022", register="guide_register")
    assert (told("cccd:030187000001", {}), told("cccd:030187000002", {})) == ({"guide_card": (False,)}, {"guide_card": (True,)})


@given(some.lists(some.from_regex(r"[0-9]{8,14}", fullmatch=True), max_size=30), some.lists(some.from_regex(r"[0-9]{9}", fullmatch=True), max_size=20))
def test_a_tax_code_passes_by_columns_exactly_where_the_published_algorithm_lets_it_pass(texts: list[str], starts: list[str]) -> None:
    codes = [*texts, *(start + mst.calc_check_digit(start) for start in starts), *(start + mst.calc_check_digit(start) + "001" for start in starts)]
    plan = plan_columns("tax_roll", ["Mã số thuế"], LAW)
    block = pl.DataFrame({"Mã số thuế": codes}, schema={"Mã số thuế": pl.String}).with_row_index("__line", 2).with_columns(pl.col("__line").cast(pl.Int64))
    passed = set(check(block, plan, dated=date(2021, 8, 1), place=("30", "", "")).entries["line"])
    assert passed == {line for line, code in enumerate(codes, 2) if mst.is_valid(code)}


def test_a_day_ahead_or_without_source_is_refused() -> None:
    here = town()
    with pytest.raises(Refused, match="sau hôm nay"):
        sent(here, si_lines(1), dated=datetime(2022, 1, 1, tzinfo=UTC).date())
