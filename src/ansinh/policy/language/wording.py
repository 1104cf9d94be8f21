"""The words in which rules are told, in Vietnamese and in English: signs, joints, units, months."""

from __future__ import annotations

from dataclasses import dataclass

SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "+": "+", "-": "−", "*": "×"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
COMPARED = {
    "vi": {
        "date": {"==": "{} là {}", "!=": "{} khác {}", "<": "{} trước {}", "<=": "{} đến hết {}", ">": "{} sau {}", ">=": "{} từ {} trở đi"},
        "number": {"==": "{} là {}", "!=": "{} khác {}", "<": "{} dưới {}", "<=": "{} không quá {}", ">": "{} trên {}", ">=": "{} từ {} trở lên"},
    },
    "en": {
        "date": {
            "==": "{} is {}",
            "!=": "{} is not {}",
            "<": "{} is before {}",
            "<=": "{} is not after {}",
            ">": "{} is after {}",
            ">=": "{} is not before {}",
        },
        "number": {"==": "{}: {}", "!=": "{}: not {}", "<": "{}: below {}", "<=": "{}: at most {}", ">": "{}: more than {}", ">=": "{}: at least {}"},
    },
}
JOINED = {
    "vi": {
        ("date", "min"): "ngày sớm nhất trong",
        ("date", "max"): "ngày muộn nhất trong",
        ("number", "min"): "số nhỏ nhất trong",
        ("number", "max"): "số lớn nhất trong",
    },
    "en": {("date", "min"): "the earliest of", ("date", "max"): "the latest of", ("number", "min"): "the least of", ("number", "max"): "the largest of"},
}
UNITS = {
    "day": ("ngày", "day", "days"),
    "month": ("tháng", "month", "months"),
    "child": ("trẻ", "child", "children"),
    "person": ("người", "person", "people"),
    "basis point": ("phần vạn", "basis point", "basis points"),
    "percent": ("%", "%", "%"),
    "year": ("năm", "year", "years"),
    "household": ("hộ", "household", "households"),
}


@dataclass(frozen=True)
class Wording:
    """The turns of one language; each `{}` takes what it speaks of."""

    language: str
    yes: str
    no: str
    unknown: str
    both: str
    either: str
    all_of: str
    some_of: str
    not_so: str
    no_case: str
    has: str
    has_not: str
    one_of: str
    surely: str
    by_case: str
    choice: str
    by: str
    figure: str
    share: str
    points: str
    age: str


VIETNAMESE = Wording(
    language="vi",
    yes="có",
    no="không",
    unknown="chưa biết",
    both=" và ",
    either=" hoặc ",
    all_of="Phải có đủ các điều sau",
    some_of="Chỉ cần một trong các điều sau",
    not_so="Điều sau phải không đúng",
    no_case="không đúng là {}",
    has="có ",
    has_not="không có ",
    one_of="{} là một trong: {}",
    surely="biết chắc là {}",
    by_case="Tùy trường hợp",
    choice="{} nếu {}, nếu không thì {}",
    by="{} theo {}",
    figure="mức luật định",
    share="{} % của {}",
    points="{1} × {0} ÷ 10.000",
    age="số tuổi tròn vào {}",
)
ENGLISH = Wording(
    language="en",
    yes="yes",
    no="no",
    unknown="not known",
    both=" and ",
    either=" or ",
    all_of="All of these must be so",
    some_of="One of these is enough",
    not_so="This must not be so",
    no_case="not so: {}",
    has="",
    has_not="",
    one_of="{} is one of: {}",
    surely="known for certain: {}",
    by_case="Depends on the case",
    choice="{} if {}, otherwise {}",
    by="{} by {}",
    figure="the law's figure",
    share="{} % of {}",
    points="{1} × {0} ÷ 10,000",
    age="full years of age on {}",
)


def wording(language: str) -> Wording:
    """Give the words of a language, `vi` or `en`. Raises `ValueError` for another."""
    for known in (VIETNAMESE, ENGLISH):
        if known.language == language:
            return known
    message = f"rules are told in vi and en, not in {language!r}"
    raise ValueError(message)
