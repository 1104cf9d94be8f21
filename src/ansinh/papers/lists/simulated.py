"""Lists as communes and employers send them, made from a seed, with the truth beside: for trying the way of a list, for measurements and tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import xlsxwriter

from ansinh.papers.lists.simulated_people import Clerk, Person
from ansinh.policy.determine import determine_rows
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ["Thôn Đoài", "Xóm 3", "Khu 5", "Tổ dân phố 7", "Thôn Đông", "Ấp Bình Hòa", "Bản Nà Cóc"]
JOBS = {
    "bốc vác": "porter",
    "phụ hồ": "builder",
    "xe ôm": "driver",
    "bán vé số": "lottery_seller",
    "giúp việc": "domestic_worker",
    "thu mua phế liệu": "scrap_collector",
}
"""Jobs as a list words them, and their codes in the law."""
BANKS = ["Agribank", "BIDV", "Vietcombank", "VietinBank"]
PROVINCE = "30"
"""Where the made-up commune of An Bình lies."""
LISTED_ON = date(2021, 10, 10)
"""The day of the list: amounts are those of the law on it, and the file is dated so."""
STARTS, START_DAYS, LENGTHS = date(2021, 5, 5), 60, (14, 15, 21, 28, 30, 45)
HEAD_ROWS, ROWS_A_VILLAGE = 7, 500
SLIP_VND = 500_000
"""By how much a wrong amount falls short."""

TITLES = {
    "nq68-12": "DANH SÁCH NGƯỜI LAO ĐỘNG KHÔNG CÓ GIAO KẾT HỢP ĐỒNG LAO ĐỘNG ĐỀ NGHỊ HỖ TRỢ",
    "nq68-08": "DANH SÁCH NGƯỜI ĐIỀU TRỊ, CÁCH LY Y TẾ ĐỀ NGHỊ HỖ TRỢ TIỀN ĂN",
    "nq68-04": "DANH SÁCH NGƯỜI LAO ĐỘNG TẠM HOÃN HỢP ĐỒNG, NGHỈ VIỆC KHÔNG HƯỞNG LƯƠNG",
}
HEADINGS: dict[str, list[tuple[str, str]]] = {
    "nq68-12": [
        ("STT", ""), ("Họ và tên", ""), ("Ngày, tháng, năm sinh", "Nam"), ("", "Nữ"), ("Số CMND/\nthẻ CCCD", ""), ("Chỗ ở hiện nay", ""),
        ("Số điện thoại", ""), ("Công việc trước khi mất việc", ""), ("Số tài khoản", ""), ("Ngân hàng", ""), ("Số tiền hỗ trợ (đồng)", ""), ("Ký nhận", ""),
    ],
    "nq68-08": [
        ("TT", ""), ("HỌ TÊN", ""), ("Năm sinh", ""), ("Giới tính", ""), ("Số căn cước công dân", ""), ("Địa chỉ", ""), ("Đối tượng (F0/F1)", ""),
        ("Thời gian điều trị, cách ly", "Từ ngày"), ("", "Đến ngày"), ("Số ngày", ""), ("Thành tiền", ""), ("Ghi chú", ""),
    ],
    "nq68-04": [
        ("Số TT", ""), ("Họ và tên người lao động", ""), ("Ngày sinh", ""), ("Giới tính", ""), ("Số sổ BHXH", ""), ("CMND/CCCD", ""),
        ("Thời gian tạm hoãn, nghỉ việc", "Từ"), ("", "Đến"), ("Đang mang thai", ""), ("Số con dưới 6 tuổi", ""), ("Số tài khoản", ""), ("Ngân hàng", ""),
    ],
}  # fmt: skip


def make_list(path: Path, *, rows: int, policy: str = "nq68-12", seed: int = 1, messy: bool = True) -> dict[str, Any]:
    """Write a list of `rows` people to `path` and give the truth: rows as the reader should give them, and the total.

    The same seed writes the same bytes. Raises `KeyError` for a policy of which no list is known, `OSError` where nothing can be written.
    """
    headings, clerk = HEADINGS[policy], Clerk(seed, messy=messy)
    try:
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"created": datetime(LISTED_ON.year, LISTED_ON.month, LISTED_ON.day)})  # noqa: DTZ001 - a spreadsheet has no time zone
        put = _writer(book)
        _head(put, policy)
        truth = _fill(clerk, policy, rows, put)
        if policy == "nq68-12":
            put(truth["next"], ["", "TỔNG CỘNG", *[""] * (len(headings) - 4), truth["total"]])
        put(truth["next"] + 2, ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"])
        put(truth["next"] + 5, ["", "Lê Văn A", "", "", "", "", "Trần Văn B"])
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise OSError(str(error)) from error
    return {"policy": policy, "rows": truth["rows"], "declared_total": truth["total"] if policy == "nq68-12" else None}


def _writer(book: Any) -> Callable[[int, list[Any]], None]:
    """Give what writes the cells of one row, empty ones left out."""
    day, sheet = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_worksheet("Danh sách")

    def put(row: int, cells: list[Any]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell, day)
            elif cell is not None and cell != "":
                sheet.write(row, column, cell)

    return put


def _head(put: Callable[[int, list[Any]], None], policy: str) -> None:
    headings = HEADINGS[policy]
    put(0, ["ỦY BAN NHÂN DÂN XÃ AN BÌNH", "", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    put(2, ["", TITLES[policy]])
    put(4, [upper for upper, _ in headings])
    put(5, [lower for _, lower in headings])
    put(6, [str(n) for n in range(1, len(headings) + 1)])


def _fill(clerk: Clerk, policy: str, count: int, put: Callable[[int, list[Any]], None]) -> dict[str, Any]:
    """Write the people, with a group heading now and then and, if messy, a blank row."""
    rows: list[dict[str, Any]] = []
    total, row = 0, HEAD_ROWS
    for order in range(1, count + 1):
        if clerk.messy and order % ROWS_A_VILLAGE == 1:
            put(row, ["", f"Thôn số {order // ROWS_A_VILLAGE + 1}"])
            row += 1
        person = clerk.person()
        cells, more = CELLS[policy](clerk, order, person)
        put(row, cells)
        born = person.born_as_written
        rows.append(
            {
                "row": row + 1, "full_name": person.name, "sex": person.sex, "date_of_birth": born.isoformat() if born else None,
                "birth_precision": person.precision, "id_number": person.card or None, "codes": sorted(person.codes), **more,
            }
        )  # fmt: skip
        total += more.get("amount", 0)
        row += 2 if clerk.rarely(0.01) else 1
    return {"rows": rows, "total": total, "next": row}


def _drawn(clerk: Clerk, person: Person) -> dict[str, Any]:
    """Draw what every list may tell of a row, always in the same order."""
    chance = clerk.chance
    card, birth = clerk.card_cell(person), clerk.birth_cell(person)
    account, bank = f"{chance.randrange(10**12):012d}", chance.choice(BANKS)
    start = STARTS + timedelta(days=chance.randrange(START_DAYS))
    days = chance.choice(LENGTHS)
    end = start + timedelta(days=days - 1)
    return {
        "card": card, "birth": birth, "account": account, "bank": bank, "start": start, "days": days, "from": f"{start:%d/%m/%Y}",
        "to": datetime(end.year, end.month, end.day),  # noqa: DTZ001 - as above
        "sex": "Nam" if person.sex == "male" else "Nữ", "name": clerk.name_cell(person),
    }  # fmt: skip


def _free_worker(clerk: Clerk, order: int, person: Person) -> tuple[list[Any], dict[str, Any]]:
    chance, told = clerk.chance, _drawn(clerk, person)
    wrong = clerk.rarely(0.01)
    in_dots = clerk.rarely(0.2)
    phone, place, job = f"09{chance.randrange(10**8):08d}", chance.choice(PLACES), chance.choice(list(JOBS))
    amount = _due("nq68-12", informal_worker=True, free_job=JOBS[job], free_group="none", residence_registered=True, lost_work_days=told["days"])
    if wrong:
        amount -= SLIP_VND
        person.codes.append("amount_differs_from_law")
    male, female = (told["birth"], None) if person.sex == "male" else (None, told["birth"])
    shown = f"{amount:,}".replace(",", ".") if in_dots else amount
    cells = [order, told["name"], male, female, told["card"], place, phone, job, told["account"], told["bank"], shown, None]
    return cells, {"amount": amount}


def _patient(clerk: Clerk, order: int, person: Person) -> tuple[list[Any], dict[str, Any]]:
    told, group = _drawn(clerk, person), clerk.chance.choice(("F0", "F1"))
    days, what = told["days"], group.lower()
    amount = _due("nq68-08", date_of_birth=person.born, **{f"{what}_start": told["start"], f"{what}_days": days})
    place = clerk.chance.choice(PLACES)
    cells = [order, told["name"], told["birth"], told["sex"], told["card"], place, group, told["from"], told["to"], days, amount, None]
    return cells, {"amount": amount}


def _on_leave(clerk: Clerk, order: int, person: Person) -> tuple[list[Any], dict[str, Any]]:
    chance, told = clerk.chance, _drawn(clerk, person)
    children, pregnant = chance.choice((None, 0, 1, 2)), "x" if person.sex == "female" and clerk.chance.random() < 0.1 else None  # noqa: PLR2004 - one in ten
    book = f"{chance.randrange(10**10):010d}"
    cells = [order, told["name"], told["birth"], told["sex"], book, told["card"], told["from"], told["to"], pregnant, children, told["account"], told["bank"]]
    return cells, {}


CELLS = {"nq68-12": _free_worker, "nq68-08": _patient, "nq68-04": _on_leave}


def _due(policy: str, **facts: object) -> int:
    """Give what the law gives somebody of the made-up commune on the day of the list, in đồng."""
    known = load_programme("nq68")
    told = {name: value for name, value in {"requests_support": True, "province": PROVINCE, **facts}.items() if name in known.facts}
    return determine_rows([told], known, policy, as_of=LISTED_ON)[0].amount or 0
