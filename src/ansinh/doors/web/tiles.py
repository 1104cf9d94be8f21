"""The tile map: the 63 provinces of 2021, one square each, about where they lie; Hoàng Sa and Trường Sa always with them."""

from __future__ import annotations

from typing import NamedTuple


class Tile(NamedTuple):
    """A province: GSO code, name, abbreviation on the tile, column from the west, row from the north."""

    code: str
    name: str
    short: str
    column: int
    row: int


class Islands(NamedTuple):
    """An archipelago: name, the province it belongs to, column, row."""

    name: str
    of: str
    column: int
    row: int


TILES = tuple(
    Tile(*line)
    for line in (
        ("02", "Hà Giang", "HGi", 2, 0),
        ("04", "Cao Bằng", "CBg", 3, 0),
        ("12", "Lai Châu", "LCh", 0, 1),
        ("10", "Lào Cai", "LCa", 1, 1),
        ("08", "Tuyên Quang", "TQg", 2, 1),
        ("06", "Bắc Kạn", "BKn", 3, 1),
        ("20", "Lạng Sơn", "LSn", 4, 1),
        ("11", "Điện Biên", "ĐBn", 0, 2),
        ("15", "Yên Bái", "YBi", 1, 2),
        ("26", "Vĩnh Phúc", "VPc", 2, 2),
        ("19", "Thái Nguyên", "TNg", 3, 2),
        ("24", "Bắc Giang", "BGg", 4, 2),
        ("22", "Quảng Ninh", "QNh", 5, 2),
        ("14", "Sơn La", "SLa", 0, 3),
        ("25", "Phú Thọ", "PTh", 1, 3),
        ("01", "Hà Nội", "HNi", 2, 3),
        ("27", "Bắc Ninh", "BNh", 3, 3),
        ("30", "Hải Dương", "HDg", 4, 3),
        ("31", "Hải Phòng", "HPg", 5, 3),
        ("17", "Hòa Bình", "HBh", 1, 4),
        ("35", "Hà Nam", "HNa", 2, 4),
        ("33", "Hưng Yên", "HYn", 3, 4),
        ("34", "Thái Bình", "TBh", 4, 4),
        ("37", "Ninh Bình", "NBh", 2, 5),
        ("36", "Nam Định", "NĐh", 3, 5),
        ("38", "Thanh Hóa", "THa", 2, 6),
        ("40", "Nghệ An", "NAn", 2, 7),
        ("42", "Hà Tĩnh", "HTh", 3, 7),
        ("44", "Quảng Bình", "QBh", 3, 8),
        ("45", "Quảng Trị", "QTr", 4, 8),
        ("46", "Thừa Thiên Huế", "Huế", 4, 9),
        ("48", "Đà Nẵng", "ĐNg", 5, 9),
        ("49", "Quảng Nam", "QNm", 5, 10),
        ("51", "Quảng Ngãi", "QNi", 6, 10),
        ("62", "Kon Tum", "KTm", 5, 11),
        ("52", "Bình Định", "BĐh", 6, 11),
        ("64", "Gia Lai", "GLi", 5, 12),
        ("54", "Phú Yên", "PYn", 6, 12),
        ("66", "Đắk Lắk", "ĐLk", 5, 13),
        ("56", "Khánh Hòa", "KHa", 6, 13),
        ("70", "Bình Phước", "BPc", 3, 14),
        ("67", "Đắk Nông", "ĐNo", 4, 14),
        ("68", "Lâm Đồng", "LĐg", 5, 14),
        ("58", "Ninh Thuận", "NTh", 6, 14),
        ("72", "Tây Ninh", "TNh", 2, 15),
        ("74", "Bình Dương", "BDg", 3, 15),
        ("75", "Đồng Nai", "ĐNa", 4, 15),
        ("60", "Bình Thuận", "BTh", 5, 15),
        ("89", "An Giang", "AGg", 0, 16),
        ("87", "Đồng Tháp", "ĐTp", 1, 16),
        ("80", "Long An", "LAn", 2, 16),
        ("79", "TP. Hồ Chí Minh", "HCM", 3, 16),
        ("77", "Bà Rịa - Vũng Tàu", "BVT", 4, 16),
        ("91", "Kiên Giang", "KGg", 0, 17),
        ("92", "Cần Thơ", "CTh", 1, 17),
        ("86", "Vĩnh Long", "VLg", 2, 17),
        ("82", "Tiền Giang", "TGg", 3, 17),
        ("93", "Hậu Giang", "HGa", 1, 18),
        ("84", "Trà Vinh", "TVh", 2, 18),
        ("83", "Bến Tre", "BTr", 3, 18),
        ("96", "Cà Mau", "CMu", 0, 19),
        ("95", "Bạc Liêu", "BLu", 1, 19),
        ("94", "Sóc Trăng", "STg", 2, 19),
    )
)
ISLANDS = (Islands("Hoàng Sa", "Đà Nẵng", 7, 9), Islands("Trường Sa", "Khánh Hòa", 7, 16))
COLUMNS, ROWS = 9, 20
"""The seven columns of the mainland and two of the East Sea."""
