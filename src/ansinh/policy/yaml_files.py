"""Reading a programme's files: plain YAML whose every entry remembers its line; nothing in it can run, refer or repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 256 * 1024


class LawFault(ValueError):
    """A programme's file is at fault: `file`, `line`, and the reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        """Keep where and why."""
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
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise self.fault(f"“{key}” is {type(value).__name__}, not {kind.__name__ if isinstance(kind, type) else 'what is needed'}", key)
        return value

    def only(self, *keys: str) -> None:
        """Raise `LawFault` for a key that is not among `keys`: a slip of the pen must not be silently ignored."""
        for key in self:
            if key not in keys:
                raise self.fault(f"“{key}” is not known here; known are {', '.join(keys)}", key)


def read_entry(path: Path) -> Entry:
    """Read one file. Raises `LawFault` for what is too large, not YAML, repeated, referred, or not a mapping."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise LawFault(path.name, 1, f"cannot be read: {error.strerror}") from error
    if len(text) > LARGEST_BYTES:
        raise LawFault(path.name, 1, f"is larger than {LARGEST_BYTES // 1024} KB")
    loader = _loader(path.name)(text)
    try:
        document = loader.get_single_data()
    except LawFault:
        raise
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise LawFault(path.name, mark.line + 1 if mark else 1, f"is not well-formed YAML: {getattr(error, 'problem', error)}") from error
    finally:
        loader.dispose()
    if not isinstance(document, Entry):
        raise LawFault(path.name, 1, "must be a mapping of names to values")
    return document


def _loader(file: str) -> type[yaml.SafeLoader]:
    class Loader(yaml.SafeLoader):
        """Refuses references and tags, and keeps lines."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise LawFault(file, self.peek_event().start_mark.line + 1, "references (*name) are not allowed")  # type: ignore[no-untyped-call] # the stubs know no types here
            return super().compose_node(parent, index)

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Entry:
        entry = Entry()
        entry.file, entry.line, entry.lines = file, node.start_mark.line + 1, {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str | int) or key_node.tag == "tag:yaml.org,2002:merge":
                raise LawFault(file, line, "keys are words")
            if str(key) in entry:
                raise LawFault(file, line, f"“{key}” stands here twice")
            entry[str(key)] = loader.construct_object(value_node, deep=True)
            entry.lines[str(key)] = line
        return entry

    def refused(_loader: yaml.SafeLoader, node: yaml.Node) -> Any:
        raise LawFault(file, node.start_mark.line + 1, f"the tag {node.tag} is not allowed")

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    Loader.add_constructor(None, refused)
    return Loader
