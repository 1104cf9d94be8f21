"""The administrative maps of 2021 and 2025 and the offices on them, loaded from packages in sets; a second call changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from ansinh.delivery.offices.maps import Unit, successions, units_of_2021, units_of_2025
from ansinh.delivery.offices.models import Place
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

LOCK = 6820210702
COUNTS = {(2021, "province"): 63, (2021, "district"): 705, (2021, "commune"): 10_599, (2025, "province"): 34, (2025, "commune"): 3_321}
"""What the maps must hold; anything else means that a package has changed under us."""

OFFICES = (
    ("people_committee", "province", "UBND {place}", "UBND"),
    ("labour", "province", "Sở Lao động - Thương binh và Xã hội {place}", "SLĐTBXH"),
    ("social_insurance", "province", "Bảo hiểm xã hội {place}", "BHXH"),
    ("policy_bank", "province", "Chi nhánh Ngân hàng Chính sách xã hội {place}", "NHCS"),
    ("tax", "province", "Cục Thuế {place}", "CT"),
    ("health", "province", "Sở Y tế {place}", "SYT"),
    ("post", "province", "Bưu điện {place}", "BĐ"),
    ("treasury", "province", "Kho bạc Nhà nước {place}", "KBNN"),
    ("fatherland_front", "province", "Ủy ban Mặt trận Tổ quốc {place}", "MTTQ"),
    ("culture", "province", "Sở Văn hóa và Thể thao {place}", "SVHTT"),
    ("tourism", "province", "Sở Du lịch {place}", "SDL"),
    ("job_centre", "province", "Trung tâm Dịch vụ việc làm {place}", "TTDVVL"),
    ("people_committee", "district", "UBND {place}", "UBND"),
    ("labour", "district", "Phòng Lao động - Thương binh và Xã hội {place}", "PLĐTBXH"),
    ("social_insurance", "district", "Bảo hiểm xã hội {place}", "BHXH"),
    ("tax", "district", "Chi cục Thuế {place}", "CCT"),
    ("fatherland_front", "district", "Ủy ban Mặt trận Tổ quốc {place}", "MTTQ"),
    ("people_committee", "commune", "UBND {place}", "UBND"),
    ("health", "commune", "Trạm Y tế {place}", "TYT"),
    ("fatherland_front", "commune", "Ủy ban Mặt trận Tổ quốc {place}", "MTTQ"),
)

FOUNDED = """
    INSERT INTO offices_office (id, kind, level, name, symbol, place_id, province, district, commune)
    SELECT ansinh_key(), %(kind)s, p.level, replace(%(name)s, '{place}', lower(left(p.name, 1)) || substr(p.name, 2)), %(symbol)s, p.id, p.province,
        CASE WHEN p.level = 'province' THEN '' ELSE p.district END, CASE WHEN p.level = 'commune' THEN p.code ELSE '' END
    FROM offices_place p WHERE p.map_year = 2021 AND p.level = %(level)s
    ON CONFLICT DO NOTHING"""


def load_places() -> None:
    """Load what is missing. Two starts at once wait for each other; raises `RuntimeError` when a package gives other counts."""
    if _loaded():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if _loaded():
            return
        for units in (units_of_2021(), units_of_2025()):
            _store_places(units)
        _store_successions()
        for kind, level, name, symbol in OFFICES:
            cursor.execute(FOUNDED, {"kind": kind, "level": level, "name": name, "symbol": symbol})
        cursor.execute(
            """INSERT INTO offices_office (id, kind, level, name, symbol, place_id, province, district, commune)
            VALUES (ansinh_key(), 'ministry', 'national', 'Bộ Lao động - Thương binh và Xã hội', 'BLĐTBXH', NULL, '', '', '') ON CONFLICT DO NOTHING"""
        )
        if not _loaded():
            message = f"the packages give {_counts()}, expected are {COUNTS}: pin the versions in requirements.lock"
            raise RuntimeError(message)


def _loaded() -> bool:
    return _counts() == COUNTS


def _counts() -> dict[tuple[int, str], int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT map_year, level, count(*) FROM offices_place GROUP BY map_year, level")
        return {(year, level): count for year, level, count in cursor.fetchall()}


def _store_places(units: Iterable[Unit]) -> None:
    known = set(Place.objects.values_list("pk", flat=True))
    columns = "id, map_year, level, code, name, short_name, folded_name, parent_id, province, district, valid_from, valid_to"
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY offices_place ({columns}) FROM STDIN") as copy:
        for unit in units:
            if unit.id not in known:
                parent = f"{unit.map_year}.{unit.parent}" if unit.parent else None
                row = (unit.id, unit.map_year, unit.level, unit.code, unit.name, unit.short_name, fold(unit.short_name), parent)
                copy.write_row((*row, unit.province, unit.district, unit.valid_from, unit.valid_to))


def _store_successions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE moved (earlier text, later text, day date) ON COMMIT DROP")
        with cursor.cursor.copy("COPY moved FROM STDIN") as copy:
            for earlier, later, day in successions():
                copy.write_row((earlier, later, day))
        cursor.execute(
            """INSERT INTO offices_placesuccession (earlier_id, later_id, "on")
            SELECT DISTINCT m.earlier, m.later, m.day FROM moved m JOIN offices_place a ON a.id = m.earlier JOIN offices_place b ON b.id = m.later
            ON CONFLICT DO NOTHING"""
        )
