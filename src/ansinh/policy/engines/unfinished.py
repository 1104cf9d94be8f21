"""An answer file in the making: parts written one behind the other beside its place, so that a run that was killed can be gone on with."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
from typing import IO, TYPE_CHECKING, Any

from ansinh.policy.engines.table import TableFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ansinh.policy.engines.formats import Data, Part

BYTES = "bytes"


class Unfinished:
    """The parts that are written, and what each is about. A part counts only when it is wholly on the disk."""

    def __init__(self, target: Path, data: IO[bytes], told: IO[bytes], parts: list[Part], head: int) -> None:
        """Go on behind the last part; the file begins with `head` bytes that belong to none."""
        self.target, self.parts = target, parts
        self._data, self._told, self._head = data, told, head

    @property
    def size(self) -> int:
        """The bytes written so far, which is where the next part begins."""
        return self._head + sum(int(part[BYTES]) for part in self.parts)

    def add(self, data: Data, about: Mapping[str, Any]) -> None:
        """Write one more part, and what it is about. Raises `TableFault` where the disk takes no more; the parts before stay."""
        part = {**about, BYTES: len(data)}
        with self._words():
            self._data.write(data)
            _keep(self._data)
            self._told.write(json.dumps(part).encode() + b"\n")
            _keep(self._told)
        self.parts.append(part)

    def finish(self, end: bytes) -> None:
        """Write the end and put the whole file in its place at once."""
        with self._words():
            self._data.write(end)
            _keep(self._data)
            _data_of(self.target).replace(self.target)
            _told_of(self.target).unlink()
            folder = os.open(self.target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def beside(self, name: str, data: bytes) -> None:
        """Write a small file beside the target, whole or not at all."""
        place = self.target.with_name(f".{name}.part")
        with self._words():
            place.write_bytes(data)
            place.replace(self.target.with_name(name))

    def give_up(self) -> None:
        """Remove what is written: nothing of it can become an answer."""
        _data_of(self.target).unlink(missing_ok=True)
        _told_of(self.target).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = "the disk is full; make room" if error.errno in (errno.ENOSPC, errno.EDQUOT) else f"{error.strerror}; mend that"
            raise NotWritten(f"{self.target.name}: not written: {why} and run the same command again, it goes on where it stopped") from error


class NotWritten(TableFault):
    """The disk did not take the answers. What is written stays, to be gone on with."""


@contextlib.contextmanager
def unfinished(target: Path, question: Mapping[str, Any], *, head: bytes, restart: bool = False) -> Iterator[Unfinished]:
    """Open what an earlier run of the same `question` left for `target`, or begin with `head`; what answers another question is removed.

    Raises `TableFault` where the place cannot be written or another run is writing there.
    """
    try:
        told = _locked(target)
        data = os.fdopen(os.open(_data_of(target), os.O_RDWR | os.O_CREAT, 0o644), "r+b")
    except OSError as error:
        raise TableFault(f"{target.name}: not written: {error.strerror}; choose a place that can be written") from error
    with told, data:
        asked = json.dumps(question, sort_keys=True).encode() + b"\n"
        parts = [] if restart else _whole_parts(told, asked, os.fstat(data.fileno()).st_size - len(head))
        making = Unfinished(target, data, told, parts, len(head))
        with making._words():  # noqa: SLF001 - the same module
            _begin_again(told, asked + b"".join(json.dumps(part).encode() + b"\n" for part in parts))
            if not parts:
                data.write(head)
            data.truncate(making.size)
            data.seek(making.size)
        yield making


def _data_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _told_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.part.jsonl")


def _locked(target: Path) -> IO[bytes]:
    """Open the list of parts, and hold it as long as it is open. Raises `TableFault` when another run does."""
    path = _told_of(target)
    told = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
    try:
        fcntl.flock(told, fcntl.LOCK_EX | fcntl.LOCK_NB)
        mine = path.stat().st_ino == os.fstat(told.fileno()).st_ino  # another run may have finished since
    except (BlockingIOError, FileNotFoundError):
        mine = False
    if not mine:
        told.close()
        raise TableFault(f"{target.name}: another run is writing it; wait until it has ended")
    return told


def _whole_parts(told: IO[bytes], asked: bytes, size: int) -> list[Part]:
    """Give the parts of the same question that are wholly in the file."""
    if told.readline() != asked:
        return []
    parts: list[Part] = []
    for line in told:
        try:
            part = json.loads(line)
        except ValueError:  # the line that was being written
            break
        size -= part[BYTES]
        if size < 0:
            break
        parts.append(part)
    return parts


def _begin_again(told: IO[bytes], lines: bytes) -> None:
    told.seek(0)
    told.truncate()
    told.write(lines)
    _keep(told)


def _keep(file: IO[bytes]) -> None:
    file.flush()
    os.fdatasync(file.fileno())
