"""Reading a programme's files: plain YAML whose every entry remembers its line; nothing in it can run, refer or repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.composer import Composer

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 256 * 1024


class LawFault(ValueError):
    """A programme's file is at fault: `file`, `line`, and the reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        """Keep where and why."""
        reason = " ".join(reason.split())
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


class Entry(dict[str, Any]):
    """A mapping of a file that knows its file and the line of each key."""

    file: str
    line: int
    lines: dict[str, int]

    def fault(self, reason: str, key: str = "") -> LawFault:
        """Make the fault of this entry, at the line of `key`."""
        return LawFault(self.file, self.lines.get(key, self.line), reason)

    def need(self, key: str, kind: type | tuple[type, ...] = str) -> Any:
        """Give the value of `key`; raises `LawFault` when it is missing or of another type."""
        if key not in self:
            raise self.fault(f"“{key}” is missing")
        value = self[key]
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if type(value) not in kinds:
            raise self.fault(f"“{key}” is {_told(type(value))}, not {' or '.join(_told(one) for one in kinds)}", key)
        return value

    def may(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """Give the value of `key`, or `default` where it does not stand; raises `LawFault` when it is of another type."""
        return self.need(key, kind) if key in self else default

    def entries(self, key: str) -> list[Entry]:
        """Give the list of mappings under `key`; raises `LawFault` for anything else."""
        found = self.need(key, list)
        if not all(isinstance(one, Entry) for one in found):
            raise self.fault(f"each of “{key}” is a mapping of names to values", key)
        return list(found)

    def words(self, key: str) -> list[str]:
        """Give the list of words under `key`, none where it does not stand; raises `LawFault` for anything else."""
        found = self.may(key, list, [])
        if not all(isinstance(one, str) for one in found):
            raise self.fault(f"“{key}” is a list of words; put numbers in quotes", key)
        return list(found)

    def only(self, *keys: str) -> None:
        """Raise `LawFault` for a key that is not among `keys`: a slip of the pen must not be silently ignored."""
        for key in self:
            if key not in keys:
                raise self.fault(f"“{key}” is not known here; known are {', '.join(keys)}", key)


def _told(kind: type) -> str:
    """Name a type in words that a lawyer reads."""
    names = {
        "str": "a text",
        "int": "a whole number",
        "float": "a fraction",
        "bool": "true or false",
        "date": "a day",
        "datetime": "a moment",
        "list": "a list",
    }
    return names.get(kind.__name__, "empty" if kind is type(None) else "a mapping of names to values" if kind is Entry else kind.__name__)


def read_entry(path: Path, *, within: Path | None = None) -> Entry:
    """Read one file, of the folder `within` where that is given. Raises `LawFault` for what is too large, not YAML, repeated, referred, elsewhere."""
    name = path.relative_to(within).as_posix() if within else path.name
    content = _bytes(path, name, within)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LawFault(name, content.count(b"\n", 0, error.start) + 1, "is not UTF-8 text; save it as UTF-8") from error
    try:
        document = _Loader(text, name).get_single_data()
    except LawFault:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise LawFault(name, mark.line + 1 if mark else 1, f"is not well-formed YAML: {getattr(error, 'problem', None) or error}") from error
    if not isinstance(document, Entry):
        raise LawFault(name, 1, "must be a mapping of names to values")
    return document


def _bytes(path: Path, name: str, within: Path | None) -> bytes:
    """Read no more than a file of the law may hold; a link that leads elsewhere, a device or a folder is never opened."""
    if within is not None and not _inside(path, within):
        raise LawFault(name, 1, "leads out of the programme’s folder; every file of the law stands in it")
    if path.exists() and not path.is_file():
        raise LawFault(name, 1, "is no file")
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise LawFault(name, 1, f"cannot be read: {error.strerror}") from error
    if len(text) > LARGEST_BYTES:
        raise LawFault(name, 1, f"is larger than {LARGEST_BYTES // 1024} KB")
    return text


def _inside(path: Path, folder: Path) -> bool:
    try:
        return folder.resolve() in path.resolve().parents
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


class _Loader(Composer, yaml.CSafeLoader):
    """Refuses references and tags, and keeps lines. The characters are read in C: in Python they take most of the time of loading a programme."""

    def __init__(self, text: str, file: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)
        self.file = file

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise LawFault(self.file, _line(self.peek_event()), "references (*name) are not allowed")
        return super().compose_node(parent, index)

    def mapping(self, node: yaml.MappingNode) -> Entry:
        entry = Entry()
        entry.file, entry.line, entry.lines = self.file, _line(node), {}
        for key_node, value_node in node.value:
            line = _line(key_node)
            if key_node.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:int"):
                raise LawFault(self.file, line, "names are words, without references or merges")
            key = str(key_node.value)
            if key in entry:
                raise LawFault(self.file, line, f"“{key}” stands here twice")
            entry.lines[key] = line
            try:
                entry[key] = self.construct_object(value_node, deep=True)
            except LawFault:
                raise
            except ValueError as error:
                raise LawFault(self.file, line, f"“{key}”: {error}") from error
        return entry

    def refused(self, node: yaml.Node) -> Any:
        raise LawFault(self.file, _line(node), f"the tag {node.tag} is not allowed")


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.mapping)
_Loader.add_constructor(None, _Loader.refused)


def _line(found: Any) -> int:
    """Give the line of an event or a node, from 1."""
    return int(found.start_mark.line) + 1
