"""Whether a document has the shape its kind of file has: everything that does not fit is told, each thing at its place.

What does not fit is left out, or a stand-in put there, and the rest read all the same: so that all the other checks can
be made on it, and none of them speaks of what was told already.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from game.diagnostics import Document, Node, near, rewrite

Model = TypeVar("Model", bound=BaseModel)
Path = list[str | int]
StandIns = Callable[[], Mapping[str, Any]]

_ROUNDS = 12
"""How often what does not fit is left out before the document is given up: something may not fit only then."""
_ALIKE = 0.8
"""So alike are a section that is not known and the one it is taken for."""
_KEPT = "It is kept, and means nothing."
_GONE = object()
"""Stands for an item of a list that is left out, until all of a round are known."""


@dataclass
class Fitted(Generic[Model]):
    """A document as far as it has the shape of a model, and what of it was left out."""

    document: Document
    file: Model
    """What fits, read."""
    places: _Places
    sound: bool
    """Whether everything fits but keys that are not known."""

    def path(self, path: Path) -> Path:
        """Where something of the model stands in the document: what was left out before it in a list counts there."""
        return self.places.of(path)

    def node(self, path: Path) -> Node:
        """The node of something of the model, or the deepest one on the way that exists."""
        assert self.document.root is not None
        return self.document.root.find(self.path(path))

    def lost(self, path: Path) -> bool:
        """Whether something of the model, or a part of it, is not what the document says."""
        at = tuple(self.path(path))
        return any(lost[: len(at)] == at or at[: len(lost)] == lost for lost in self.places.lost)


@dataclass
class _Places:
    """Where the parts of what is read stand in the document."""

    kept: dict[tuple[str | int, ...], list[int]] = field(default_factory=dict)
    """List in the document -> which of its items are still there, if some are not."""
    renamed: dict[tuple[str | int, ...], str] = field(default_factory=dict)
    """Path in the document by a key as it should be -> the key as it is."""
    lost: set[tuple[str | int, ...]] = field(default_factory=set)
    """Places in the document of what was left out or has a stand-in."""

    def of(self, path: Path) -> Path:
        """The place in the document of a path in what is read."""
        made: Path = []
        for step in path:
            kept = self.kept.get(tuple(made)) if isinstance(step, int) else None
            if kept is not None and isinstance(step, int):
                step = kept[step] if step < len(kept) else len(kept)
            made.append(self.renamed.get((*made, step), step))
        return made


def validate(document: Document, model: type[Model]) -> Model | None:
    """The document as a model, or None after reporting everything that does not fit it, each at its place."""
    fitted = fit(document, model)
    return fitted.file if fitted and not document.errors else None


def fit(document: Document, model: type[Model], stand_ins: StandIns = dict) -> Fitted[Model] | None:
    """As much of the document as has the shape of a model, everything else reported; None if nothing can be made of it.

    What must be there and cannot be used is taken from the stand-ins, which have the shape of the whole document and are
    asked for when they are needed.
    """
    if document.root is None:
        return None
    if not isinstance(document.root.value, dict):
        document.report("D120", "The file must be a mapping of keys to values.", document.root)
        return None
    return _Fitter(document, model, stand_ins).fit()


class _Fitter(Generic[Model]):
    """Reads a document as a model, leaving out what pydantic finds wrong until it finds nothing."""

    def __init__(self, document: Document, model: type[Model], stand_ins: StandIns) -> None:
        assert document.root is not None
        self.document = document
        self.root = document.root
        self.model = model
        self.stand_ins = stand_ins
        self.places = _Places()
        self.plain: Any = document.root.plain()
        self.told: set[tuple[str | int, ...]] = set()
        self.hints = 40

    def fit(self) -> Fitted[Model] | None:
        sound = True
        for _ in range(_ROUNDS):
            try:
                file = self.model.model_validate(self.plain)
            except ValidationError as error:
                found = error.errors(include_url=False, include_context=True)
            else:
                return Fitted(self.document, file, self.places, sound)
            unknown = [problem for problem in found if problem["type"] == "extra_forbidden"]
            missing = {tuple(problem["loc"]) for problem in found if problem["type"] == "missing"}
            for problem in unknown:
                sound &= self.unknown(list(problem["loc"]), missing)
            if unknown:
                continue  # a key renamed may hold what was missed, so what else is wrong is looked at afterwards
            sound = False
            gone = [self.misfit(problem) for problem in found]
            if self.document.full or not all(gone):
                return None
            self.sweep()
        return None

    def unknown(self, loc: Path, missing: set[tuple[str | int, ...]]) -> bool:
        """Take a key out that is not known, or give it the name that it lacks; whether that is only a warning."""
        path, key = self.real(loc, True)[:-1], str(loc[-1])
        holder = self.value(path)
        if not isinstance(holder, dict) or key not in holder:
            return True
        node = self.root.find(self.places.of(path))
        at = node.keys.get(key, node)
        lacking = [str(m[-1]) for m in missing if self.real(list(m), True)[:-1] == path and m[-1] not in holder]
        known = keys_of(self.model, path)
        meant = self.near(key, lacking)
        value = holder.pop(key)
        if not meant and isinstance(value, (dict, list)):  # a whole section is not passed over for a letter
            meant = near(key, [name for name in known if name not in holder], _ALIKE)
        message = f"The key '{key[:60]}' is not known here."
        if meant:
            holder[meant] = value
            self.places.renamed[*self.places.of(path), meant] = key
            self.document.report("D121", message, at, f"Did you mean '{meant}'?", fix=rewrite(at, meant))
            return False
        meant = self.near(key, [name for name in known if name != key])  # another shape of the same entry has it
        hint, fix = (f"Did you mean '{meant}'?", rewrite(at, meant)) if meant else ("", None)
        if meant in holder:
            fix = None
        self.document.report("D123", message, at, hint or _KEPT, severity="warning", fix=fix)
        return True

    def near(self, word: str, names: Iterable[str]) -> str:
        """The nearest name, as long as not too many have been asked for."""
        self.hints -= 1
        return near(word, names) if self.hints >= 0 else ""

    def misfit(self, problem: Any) -> bool:
        """Tell one of pydantic's findings, if it is news, and leave out what is wrong; whether that can be done."""
        loc = list(problem["loc"])
        if loc[-1:] == ["[key]"]:
            return self.misnamed(problem, self.real(loc[:-1]))
        path = self.real(loc, problem["type"] == "missing")
        at = tuple(self.places.of(path))
        if at in self.told:
            return True  # the second of two complaints about a value that may be of two types
        self.told.add(at)
        if not any(lost[: len(at)] == at for lost in self.places.lost):
            self.report(problem, path)
        return self.leave_out(path)

    def misnamed(self, problem: Any, path: Path) -> bool:
        """Tell of an entry whose name is none of those there are; it gets the nearest, or is left out."""
        holder, key = self.holder(path[:-1]), str(path[-1])
        at = self.root.find(self.places.of(path[:-1])).keys.get(key, self.root)
        names = _words_in(problem)
        meant = self.near(key, names)
        hint, fix = (f"Did you mean '{meant}'?", rewrite(at, meant)) if meant else ("", None)
        free = isinstance(holder, dict) and bool(meant) and meant not in holder
        self.document.report("D122", self.sentence(problem, key), at, hint, fix=fix if free else None)
        if not free:
            return self.leave_out(path)
        self.places.renamed[*self.places.of(path[:-1]), meant] = key
        holder[meant] = holder.pop(key)
        return True

    def real(self, loc: Path, named: bool = False) -> Path:
        """A path of pydantic's without the names it gives to the choices of a value; whether its last step is a key."""
        path: Path = []
        value = self.plain
        for i, step in enumerate(loc):
            if isinstance(value, dict) and (step in value or (named and i == len(loc) - 1)):
                path.append(step)
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                path.append(step)
                value = value[step]
        return path

    def value(self, path: Path) -> Any:
        """What stands at a path."""
        value = self.plain
        for step in path:
            value = value[step]
        return value

    def leave_out(self, path: Path) -> bool:
        """Leave out what does not fit: a key that need not be there, else the entry of a list it belongs to.

        What is neither gets its stand-in. False if there is none.
        """
        self.places.lost.add(tuple(self.places.of(path)))
        for length in range(len(path), 0, -1):
            step, holder = path[length - 1], self.holder(path[: length - 1])
            if holder is _GONE:
                return True
            if isinstance(holder, list) and isinstance(step, int):
                if isinstance(holder[step], dict):
                    holder[step] = _GONE
                    self.places.lost.add(tuple(self.places.of(path[:length])))
                    return True
                whole = [item for item in holder if isinstance(item, str)] if length == len(path) else []
                if whole and not isinstance(holder[step], str):
                    holder[step] = ""  # a row of a layer: the rows after it stay in their places
                    return True
            elif isinstance(holder, dict) and step in holder and self.optional(path[: length - 1], str(step)):
                del holder[step]
                self.places.lost.add(tuple(self.places.of(path[:length])))
                return True
        return self.stand_in(path)

    def holder(self, path: Path) -> Any:
        """What stands at a path, _GONE if it was left out in this round."""
        value = self.plain
        for step in path:
            if value is _GONE or not isinstance(value, (dict, list)):
                return _GONE
            value = value.get(step, _GONE) if isinstance(value, dict) else value[int(step)]
        return value

    def optional(self, path: Path, key: str) -> bool:
        """Whether a mapping may lack a key: a field with a default, or any entry of a mapping of names."""
        for model in models_at(self.model, path):
            for name, info in model.model_fields.items():
                if key == (info.alias or name) and info.is_required():
                    return False
        return True

    def stand_in(self, path: Path) -> bool:
        """Put the stand-in of the deepest thing on a path that has one in its place; whether there is one."""
        found, value, depth = False, self.stand_ins(), 0
        for step in path:
            if not isinstance(value, Mapping) or step not in value:
                break
            value, depth, found = value[str(step)], depth + 1, True
        if not found:
            return False
        holder = self.holder(path[: depth - 1])
        if isinstance(holder, dict):
            holder[path[depth - 1]] = value
        self.places.lost.add(tuple(self.places.of(path[:depth])))
        return True

    def sweep(self) -> None:
        """Take the items that were left out from their lists, and note which are left."""
        pending: list[tuple[Path, Any]] = [([], self.plain)]
        while pending:
            path, value = pending.pop()
            if isinstance(value, dict):
                pending += [([*path, key], item) for key, item in value.items() if isinstance(item, (dict, list))]
            elif any(item is _GONE for item in value):
                at = tuple(self.places.of(path))
                before = self.places.kept.get(at, list(range(len(value))))
                staying = [(i, item) for i, item in zip(before, value, strict=True) if item is not _GONE]
                self.places.kept[at] = [i for i, _ in staying]
                value[:] = [item for _, item in staying]
            if isinstance(value, list):
                pending += [([*path, i], item) for i, item in enumerate(value) if isinstance(item, (dict, list))]

    def report(self, problem: Any, path: Path) -> None:
        """Turn one of pydantic's findings into a sentence at the place it is about."""
        kind, context = problem["type"], problem.get("ctx", {})
        node, hint, fix = self.root.find(self.places.of(path)), "", None
        if kind == "literal_error":
            meant = self.near(str(node.plain()), _words_in(problem))
            hint, fix = (f"Did you mean '{meant}'?", rewrite(node, meant)) if meant else ("", None)
        elif kind in _BOUNDS and path[-1] not in _DEGREES:
            fix = rewrite(node, _number(context[_BOUNDS[kind]]))
        elif kind == "int_type" and isinstance(node.value, str) and re.fullmatch(r"-?[0-9]{1,9}", node.value):
            hint, fix = "Numbers stand without quotes.", rewrite(node, str(int(node.value)))
        elif kind == "string_type" and not isinstance(node.value, (list, dict, type(None))):
            written = self.document.lines[node.line - 1][node.column - 1 : node.column - 1 + node.width]
            if self.would_fit(problem, path, written):
                hint, fix = "A text that looks like something else needs quotes.", rewrite(node, f'"{written}"')
        sentence = self.sentence(problem, str(path[-1]) if path else "")
        self.document.report("D121" if kind == "missing" else "D122", sentence, node, hint, fix=fix)

    def would_fit(self, problem: Any, path: Path, value: str) -> bool:
        """Whether a finding would not be made of another value."""
        holder, self.hints = self.holder(path[:-1]), self.hints - 1
        if self.hints < 0 or not isinstance(holder, (dict, list)):
            return False
        step: Any = path[-1]
        old, holder[step] = holder[step], value
        try:
            self.model.model_validate(self.plain)
        except ValidationError as error:
            return all(other["loc"] != problem["loc"] for other in error.errors(include_url=False, include_context=False))
        finally:
            holder[step] = old
        return True

    def sentence(self, problem: Any, key: str) -> str:
        """What one of pydantic's findings says."""
        sentence = _SENTENCES.get(problem["type"])
        told = str(problem["msg"]).removeprefix("Value error, ")
        told = sentence.format(key=key[:60], **problem.get("ctx", {})) if sentence else told
        return f"{told.rstrip('.')}."


def _words_in(problem: Any) -> list[str]:
    """The words of which one was wanted."""
    return re.findall(r"'([^']*)'", problem.get("ctx", {}).get("expected", ""))


_SENTENCES = {
    "missing": "The key '{key}' is missing.",
    "string_type": "Text is wanted here.",
    "int_type": "A whole number is wanted here.",
    "int_from_float": "A whole number is wanted here.",
    "float_type": "A number is wanted here.",
    "bool_type": "true or false is wanted here.",
    "list_type": "A list is wanted here.",
    "tuple_type": "A list is wanted here.",
    "dict_type": "A mapping is wanted here.",
    "model_type": "A mapping is wanted here.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This must be at most {le}.",
    "string_too_long": "This is longer than {max_length} characters.",
    "too_long": "This has more than {max_length} entries.",
    "too_short": "This has fewer than {min_length} entries.",
    "string_pattern_mismatch": "This does not have the form wanted ({pattern}).",
    "literal_error": "This must be one of {expected}.",
}
_BOUNDS = {"greater_than_equal": "ge", "less_than_equal": "le"}
"""Findings about a bound -> where pydantic tells it."""
_DEGREES = ("lat", "lon")
"""What is not mended by the nearest bound: that would be somewhere else."""


def _number(bound: float) -> str:
    """A bound as one writes it."""
    return str(int(bound)) if math.isfinite(bound) and bound == int(bound) else str(bound)


def models_at(model: type[BaseModel], path: Sequence[str | int]) -> list[type[BaseModel]]:
    """The models that the mapping at a path may have; none for a mapping of names."""
    current: list[Any] = [model]
    for step in path:
        inner: list[Any] = []
        for kind in _choices(current):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                named = {info.alias or name: info.annotation for name, info in kind.model_fields.items()}
                inner += [named[step]] if step in named else []
            elif get_origin(kind) in (dict, list):
                inner.append(get_args(kind)[-1])
        current = inner
    return [kind for kind in _choices(current) if isinstance(kind, type) and issubclass(kind, BaseModel)]


def _choices(kinds: Iterable[Any]) -> Iterator[Any]:
    """Types without what is annotated to them, a choice of several one by one."""
    for kind in kinds:
        if get_origin(kind) is Annotated:
            yield from _choices([get_args(kind)[0]])
        elif get_origin(kind) in (Union, UnionType):
            yield from _choices(get_args(kind))
        else:
            yield kind


def keys_of(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the mapping at a path takes."""
    return [info.alias or name for found in models_at(model, path) for name, info in found.model_fields.items()]
