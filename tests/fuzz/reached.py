"""Which lines of the importers an input reaches: an input that reaches a new one is worth keeping."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import importers

_FOLDER = str(Path(importers.__file__).parent)
Point = tuple[str, int, int]
"""File, line before, line; the line before is 0 where the interpreter tells lines alone (3.12 and later)."""


class Reached:
    """All points that any input has reached so far."""

    def __init__(self) -> None:
        self.points: set[Point] = set()
        self._watch = _monitoring if sys.version_info >= (3, 12) else _tracing

    @contextmanager
    def watching(self) -> Iterator[Callable[[], int]]:
        """Watch a block; the result tells how many points were new to it."""
        before = len(self.points)
        with self._watch(self.points):
            yield lambda: len(self.points) - before


@contextmanager
def _tracing(points: set[Point]) -> Iterator[None]:
    def entered(frame: FrameType, event: str, arg: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(_FOLDER):
            return None
        before = 0

        def stepped(inner: FrameType, event: str, arg: Any) -> Any:
            nonlocal before
            if event == "line":
                points.add((name, before, inner.f_lineno))
                before = inner.f_lineno
            return stepped

        return stepped

    earlier = sys.gettrace()
    sys.settrace(entered)
    try:
        yield
    finally:
        sys.settrace(earlier)


@contextmanager
def _monitoring(points: set[Point]) -> Iterator[None]:
    watch: Any = getattr(sys, "monitoring")  # noqa: B009 - 3.11, which checks this file, does not know it
    tool = 4

    def stepped(code: CodeType, line: int) -> Any:
        if code.co_filename.startswith(_FOLDER):
            points.add((code.co_filename, 0, line))
        return watch.DISABLE

    watch.use_tool_id(tool, "fuzz")
    watch.register_callback(tool, watch.events.LINE, stepped)
    watch.set_events(tool, watch.events.LINE)
    try:
        yield
    finally:
        watch.set_events(tool, 0)
        watch.free_tool_id(tool)
