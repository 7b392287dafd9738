"""Results that are kept: what a method gave for its arguments, by object, so that they are gone when the object is."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar

Object = TypeVar("Object")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Method = Callable[Concatenate[Object, Arguments], Result]


def kept(most: int) -> Callable[[Method[Object, Arguments, Result]], Method[Object, Arguments, Result]]:
    """A decorator for methods that keeps the results of the last so many different calls."""

    def decorate(method: Method[Object, Arguments, Result]) -> Method[Object, Arguments, Result]:
        name = f"_kept_{method.__name__}"

        @functools.wraps(method)
        def remembered(self: Object, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            results: OrderedDict[Hashable, Any] = self.__dict__.setdefault(name, OrderedDict())
            if args not in results:
                results[args] = method(self, *args, **kwargs)
                if len(results) > most:
                    results.popitem(last=False)
            results.move_to_end(args)
            result: Result = results[args]
            return result

        return remembered

    return decorate


class Same:
    """A thing as a key: the same only as itself."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)
