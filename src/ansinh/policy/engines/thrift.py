"""The compact form of Thrift, in which the last bytes of a Parquet file say what it holds: read, changed and written again, whatever the fields mean."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
WHOLE = (I16, I32, I64)
LONG_LIST = 15


@dataclass
class Struct:
    """Fields by their numbers, in order: each a type and a value. A list is a type and its values."""

    fields: dict[int, tuple[int, Any]] = field(default_factory=dict)

    def get(self, number: int, default: Any = None) -> Any:
        """Give a field's value."""
        return self.fields[number][1] if number in self.fields else default

    def put(self, number: int, kind: int, value: Any) -> None:
        """Set a field; fields are written in the order of their numbers."""
        self.fields[number] = (kind, value)


class Reader:
    """Reads values one after another. Raises `ValueError` or `IndexError` for bytes that are no Thrift."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self.data, self.at = data, 0

    def struct(self) -> Struct:
        """Read a structure."""
        found = Struct()
        for number, kind in self._heads():
            found.fields[number] = (kind, kind == TRUE if kind in (TRUE, FALSE) else self._value(kind))
        return found

    def first(self, number: int) -> Any:
        """Read a structure up to the first value of the list that is its field `number`; nothing behind that. `None` where there is none."""
        for met, kind in self._heads():
            if met == number and kind == LIST:
                inner, count = self._list_head()
                return self._value(inner) if count else None
            if kind not in (TRUE, FALSE):
                self._value(kind)
        return None

    def _heads(self) -> Iterator[tuple[int, int]]:
        """Give the number and the type of each field; its value is to be read before the next."""
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._zigzag()
            yield number, head & 15

    def _list_head(self) -> tuple[int, int]:
        head = self._byte()
        return head & 15, self._varint() if head >> 4 == LONG_LIST else head >> 4

    def _value(self, kind: int) -> Any:
        if kind in WHOLE:
            return self._zigzag()
        if kind == BINARY:
            return self._take(self._varint())
        if kind == STRUCT:
            return self.struct()
        if kind in (LIST, SET):
            inner, count = self._list_head()
            return inner, [self._value(inner) for _ in range(count)]
        if kind in (BYTE, TRUE, FALSE):  # in a list, yes and no take a byte each
            return self._byte()
        if kind == DOUBLE:
            return struct.unpack("<d", self._take(8))[0]
        raise ValueError(f"a field of type {kind} is not read")

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004 - the eighth bit says that more follows
                return value
            shift += 7

    def _zigzag(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)


def written(value: Struct) -> bytes:
    """Give a structure's bytes."""
    out = bytearray()
    _struct(value, out)
    return bytes(out)


def _struct(value: Struct, out: bytearray) -> None:
    last = 0
    for number, (kind, part) in sorted(value.fields.items()):
        code = (TRUE if part else FALSE) if kind in (TRUE, FALSE) else kind
        if 0 < number - last <= 15:  # noqa: PLR2004 - what half a byte holds
            out.append((number - last) << 4 | code)
        else:
            out.append(code)
            _varint(_folded(number), out)
        last = number
        if kind not in (TRUE, FALSE):
            _value(kind, part, out)
    out.append(0)


def _value(kind: int, value: Any, out: bytearray) -> None:
    if kind in WHOLE:
        _varint(_folded(value), out)
    elif kind == BINARY:
        _varint(len(value), out)
        out += value
    elif kind == STRUCT:
        _struct(value, out)
    elif kind in (LIST, SET):
        inner, values = value
        if len(values) < LONG_LIST:
            out.append(len(values) << 4 | inner)
        else:
            out.append(LONG_LIST << 4 | inner)
            _varint(len(values), out)
        for one in values:
            _value(inner, one, out)
    elif kind == DOUBLE:
        out += struct.pack("<d", value)
    else:
        out.append(value)


def _folded(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _varint(value: int, out: bytearray) -> None:
    while value > 127:  # noqa: PLR2004 - the eighth bit says that more follows
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
