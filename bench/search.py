"""How long it takes to find somebody among a million people (or `--people 10000000`), beside a look-up by primary key.

Fills an embedded PostgreSQL of its own below `--var` by COPY, kept for the next run; searches as the application's role, row
security on, for an officer of a commune, a province and the nation, each search written to the log of access as on the page.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

MORNING = datetime(2021, 8, 6, 2, 0, tzinfo=UTC)
BLOCK = 50_000
FAMILIES = {
    "nguyen": 384, "tran": 121, "le": 95, "pham": 70, "hoang": 51, "phan": 45, "vu": 39, "dang": 21, "bui": 20, "do": 14, "ho": 13, "ngo": 13, "duong": 10, "ly": 5,
    "trinh": 8, "dinh": 8, "mai": 6, "doan": 6, "dao": 5, "truong": 15, "luong": 5, "cao": 5, "ta": 4, "thai": 3, "chu": 3, "la": 2, "quach": 2, "lam": 5,
}  # fmt: skip
MIDDLES = {
    "thi": 300,
    "van": 200,
    "ngoc": 40,
    "thanh": 40,
    "minh": 40,
    "duc": 30,
    "huu": 30,
    "thu": 25,
    "xuan": 25,
    "quang": 25,
    "": 60,
    "thi ngoc": 40,
    "thi thu": 40,
    "kim": 20,
}
GIVEN = (
    "hoa", "lan", "hong", "hue", "huong", "mai", "linh", "trang", "thao", "nga", "hang", "ha", "thuy", "nhung", "yen", "van", "anh", "tuyet", "dung",
    "loan", "hien", "phuong", "oanh", "nhan", "my", "ly", "quyen", "tam", "an", "binh", "cuong", "dung", "hung", "hai", "hieu", "hoang", "huy", "khanh",
    "khoa", "kien", "lam", "long", "loc", "minh", "nam", "nghia", "phong", "phuc", "quan", "quang", "quoc", "son", "tai", "thang", "thanh", "thinh",
    "tho", "tien", "toan", "tri", "trung", "tu", "tuan", "tung", "viet", "vinh", "vu", "duc", "dat", "chien", "chinh",
)  # fmt: skip
COLUMNS = (
    "id", "province", "district", "commune", "full_name", "folded_name", "sex", "date_of_birth", "birth_precision", "id_number", "id_kind", "phone", "address", "identity",
    "known_since",
)  # fmt: skip


def people(count: int, places: list[tuple[str, str, str]]) -> Iterator[tuple[object, ...]]:
    """Make people as COPY takes them: names as frequent as in the country, a card each, spread over the communes."""
    from ansinh.delivery.offices.keys import new_key

    chance = random.Random(68)  # noqa: S311 - a simulation
    family, middle = (list(table) for table in (FAMILIES, MIDDLES))
    issued: Counter[str] = Counter()
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        names = zip(
            chance.choices(family, list(FAMILIES.values()), k=size), chance.choices(middle, list(MIDDLES.values()), k=size), chance.choices(GIVEN, k=size),
            chance.choices(places, k=size), chance.choices(range(80 * 365), k=size), strict=True,
        )  # fmt: skip
        for serial, (first, between, last, place, days) in enumerate(names, start):
            folded, born = " ".join(filter(None, (first, between, last))), date(1940, 1, 1) + timedelta(days=days)
            head = f"0{place[0]}{(born.year // 100 - 19) * 2}{born.year % 100:02d}"
            issued[head] += 1
            number = f"{head}{issued[head]:06d}"
            yield (
                new_key(), *place, folded.title(), folded, "female" if "thi" in between else "male", born, "day", number, "cccd", f"09{serial % 100_000_000:08d}", "",
                f"cccd:{number}", MORNING,
            )  # fmt: skip


def fill(count: int) -> float:
    """Bring the registry to `count` people; give the seconds it took."""
    import psycopg

    from ansinh.config import embedded

    started = time.perf_counter()
    with psycopg.connect(embedded.address(embedded.OWNER), autocommit=True) as connection:
        connection.execute("SELECT set_config('ansinh.level', 'national', false)")
        held = connection.execute("SELECT count(*) FROM registry_person").fetchone()
        known = held[0] if held else 0
        if known >= count:
            return 0.0
        if known:
            raise SystemExit(f"--var holds {known:,} people already: ask for at most as many, or name another folder")
        places = connection.execute("SELECT province, district, code FROM offices_place WHERE map_year = 2021 AND level = 'commune'").fetchall()
        with connection.cursor() as cursor, cursor.copy(f"COPY registry_person ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for line in people(count, places):
                copy.write_row(line)
        connection.execute("VACUUM ANALYZE registry_person")
    return time.perf_counter() - started


def officers() -> dict[str, Any]:
    """Give an officer for each reach; made when missing."""
    from ansinh.delivery.offices.models import Office, Officer

    reach = {
        "commune": {"kind": "people_committee", "commune": "26734"},
        "province": {"kind": "people_committee", "province": "79"},
        "national": {"kind": "ministry"},
    }
    found = {}
    for level, codes in reach.items():
        office = Office.objects.filter(level=level, **codes).first() or Office.objects.create(level=level, name="Bench", symbol="BENCH", **codes)
        found[level] = Officer.objects.filter(username=f"bench.{level}").first() or Officer.objects.create_user(
            f"bench.{level}", None, full_name=level, office=office
        )
    return found


def timed(asked: list[str], do: Callable[[str], object]) -> tuple[float, float]:
    """Give the median and the 95th percentile in milliseconds; each question once before, so that neither waits for the disk alone."""
    for text in asked[:20]:
        do(text)
    took = []
    for text in asked:
        started = time.perf_counter()
        do(text)
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def questions(count: int, by: Any) -> dict[str, list[str]]:
    """Ask for people who are there, in the ways officers type."""
    from django.db import connection

    with connection.cursor() as cursor:
        place = f"AND {by.office.level} = '{getattr(by.office, by.office.level)}'" if by.office.level != "national" else ""
        cursor.execute(
            f"SELECT id, folded_name, birth_year, identity FROM registry_person TABLESAMPLE SYSTEM (1) WHERE birth_year IS NOT NULL {place} LIMIT %s",  # noqa: S608 - ours
            [count],
        )
        rows = cursor.fetchall()
    names = [name.split() for _key, name, _year, _identity in rows]
    years = [f"{year % 100:02d}" for _key, _name, year, _identity in rows]
    return {
        "name and year": [f"{' '.join(name)} {year}" for name, year in zip(names, years, strict=True)],
        "no middle name, year": [f"{name[0]} {name[-1]} {year}" for name, year in zip(names, years, strict=True)],
        "given name first, year": [f"{name[-1]} {' '.join(name[:-1])} {year}" for name, year in zip(names, years, strict=True)],
        "given name and year": [f"{name[-1]} {year}" for name, year in zip(names, years, strict=True)],
        "name alone": [" ".join(name) for name in names],
        "whole number": [identity.split(":")[1] for _key, _name, _year, identity in rows],
        "primary key": [str(key) for key, *_rest in rows],
    }


def main() -> None:
    """Fill, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--var", type=Path, default=Path("var/bench-search"))
    asked = parser.parse_args()
    os.environ.update(ANSINH_VAR=str(asked.var.resolve()), DEMO="0")
    os.environ.pop("DATABASE_URL", None)
    from ansinh.config.running import running

    with running():
        from ansinh.delivery.offices.scope import acting
        from ansinh.delivery.registry.models import Person
        from ansinh.delivery.registry.search import look_for

        print(f"people {asked.people:,}, filled in {fill(asked.people):.0f} s; milliseconds: half of all searches within, 95 of 100 within")
        for level, by in officers().items():
            with acting(by):
                for kind, texts in questions(asked.questions, by).items():
                    if not texts:
                        continue

                    def search(text: str, by: Any = by) -> object:
                        return look_for(text, purpose="verify", by=by, at=MORNING)

                    def by_key(text: str) -> object:
                        return Person.objects.filter(pk=text).first()

                    half, most = timed(texts, by_key if kind == "primary key" else search)
                    print(f"{level:<10} {kind:<26} {half:>8.2f} {most:>8.2f}")


if __name__ == "__main__":
    main()
