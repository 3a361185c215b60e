"""YAML that a user wrote, read into a pydantic model; every error names the file and the line."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.errors import (
    BadSyntax,
    BadValue,
    DuplicateId,
    FileMissing,
    FileUnreadable,
    MissingKey,
    UnknownKey,
)
from monitor.messages import sentences

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?\d+\.\d+(e[+-]?\d+)?", re.IGNORECASE)
_DEPTH = 40
_NODES = 5_000_000
_Loader = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_EXPECTED = frozenset(
    {"date", "datetime", "timezone", "string", "bool", "list", "tuple", "dict", "model"}
    | {"decimal", "int", "float", "finite", "greater", "too"}
)


class YamlFile:
    """One file's data with the line of every key and item, by its place in the data."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Place, int] = {(): 1}
        self._nodes = 0
        self.data: Any = self._build(self._compose(), (), 0)

    def line(self, place: Iterable[str | int]) -> int:
        """The line of `place`, or of the nearest thing around it."""
        where = tuple(place)
        while where not in self.lines:
            where = where[:-1]
        return self.lines[where]

    def bad_value(self, place: Place, reason: str, **fields: object) -> BadValue:
        """BadValue at `place`; `reason` is the code of a sentence with `fields`, or plain words."""
        return BadValue(file=self.path, line=self.line(place), key=_dotted(place), reason=reason, **fields)

    def unique(self, ids: Iterable[tuple[str, Place]]) -> None:
        """DuplicateId at the second place that has the same id."""
        first: dict[str, Place] = {}
        for name, place in ids:
            if name in first:
                raise DuplicateId(
                    file=self.path, line=self.line(place), id=name, first=self.line(first[name])
                )
            first[name] = place

    def into(self, model: type[Model]) -> Model:
        """The data as `model`. UnknownKey, MissingKey or BadValue at the first line that is wrong."""
        try:
            return model.model_validate(self.data)
        except ValidationError as invalid:
            # a misspelt key is also a missing one: the misspelling is what the user can see
            errors = sorted(
                invalid.errors(), key=lambda e: (e["type"] != "extra_forbidden", self.line(e["loc"]))
            )
            raise self._error(model, errors[0]) from None

    def _compose(self) -> yaml.Node | None:
        try:
            text = self.path.read_text(encoding="utf-8-sig")
            return yaml.compose(text, Loader=_Loader)
        except FileNotFoundError:
            raise FileMissing(file=self.path, line=0) from None
        except (OSError, UnicodeDecodeError) as trouble:
            raise FileUnreadable(file=self.path, line=0, reason=trouble) from None
        except yaml.MarkedYAMLError as trouble:
            mark = trouble.problem_mark or trouble.context_mark
            line = mark.line + 1 if mark else 0
            raise BadSyntax(file=self.path, line=line, reason=trouble.problem) from None
        except yaml.YAMLError as trouble:
            reason = str(trouble).splitlines()[0]
            raise BadSyntax(file=self.path, line=0, reason=reason) from None
        except RecursionError:
            raise BadSyntax(file=self.path, line=0, reason="nested too deep") from None

    def _build(self, node: yaml.Node | None, place: Place, depth: int) -> Any:
        if node is None:
            return None
        self._nodes += 1
        if depth > _DEPTH or self._nodes > _NODES:
            line = node.start_mark.line + 1
            raise BadSyntax(file=self.path, line=line, reason="nested too deep")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place, depth)
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            return [self._item(item, (*place, i), depth) for i, item in enumerate(node.value)]
        return _scalar(cast("yaml.ScalarNode", node))

    def _item(self, node: yaml.Node, place: Place, depth: int) -> Any:
        self.lines[place] = node.start_mark.line + 1
        return self._build(node, place, depth + 1)

    def _mapping(self, node: yaml.MappingNode, place: Place, depth: int) -> dict[str, Any]:
        self.lines.setdefault(place, node.start_mark.line + 1)
        found: dict[str, Any] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise BadSyntax(file=self.path, line=line, reason="a key must be plain text")
            key = str(key_node.value)
            if key in found:
                first = self.lines[(*place, key)]
                raise DuplicateId(file=self.path, line=line, id=key, first=first)
            self.lines[(*place, key)] = line
            found[key] = self._build(value, (*place, key), depth + 1)
        return found

    def _error(self, model: type[BaseModel], error: ErrorDetails) -> Exception:
        place, line = error["loc"], self.line(error["loc"])
        if error["type"] == "extra_forbidden":
            known = "、".join(_fields_at(model, place[:-1]))
            return UnknownKey(file=self.path, line=line, key=_dotted(place), known=known)
        if error["type"] == "missing":
            return MissingKey(file=self.path, line=line, key=_dotted(place))
        return self.bad_value(place, _reason(error), said=repr(error["input"])[:60], allowed=_allowed(error))


def read_yaml(path: Path, model: type[Model]) -> tuple[Model, YamlFile]:
    """The file as `model`, and the file itself for the lines of later checks."""
    document = YamlFile(path)
    return document.into(model), document


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in ("", "~") or text.lower() == "null":
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text) and len(text) < 16:
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _dotted(place: Iterable[str | int]) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".")


def _reason(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind in ("literal_error", "enum"):
        return "value.choice"
    if kind in sentences("en"):
        return kind
    stem = kind.split("_", maxsplit=1)[0]
    return f"value.{stem}" if stem in _EXPECTED else error["msg"]


def _allowed(error: ErrorDetails) -> str:
    return str(error.get("ctx", {}).get("expected", ""))


def _fields_at(model: type[BaseModel], place: Place) -> list[str]:
    """The fields of the model found at `place` inside `model`."""
    current: Any = model
    for part in place:
        if isinstance(part, str) and (own := _model_in(current)) and part in own.model_fields:
            current = own.model_fields[part].annotation
    own = _model_in(current)
    return sorted(own.model_fields) if own else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
