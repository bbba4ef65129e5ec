"""How commands speak: in the terminal's language, to people on stderr, results on stdout."""

from __future__ import annotations

from rich.console import Console

from api.language import of_terminal
from graph.errors import PumasiError
from graph.words.word import Language

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Speech:
    """The language of this run; ``--lang`` sets it."""

    language: Language = of_terminal()


def say(ko: str, en: str) -> str:
    """The sentence in the language of this run."""
    return ko if Speech.language == "ko" else en


def say_error(error: PumasiError) -> None:
    """What went wrong and what to do next, on stderr."""
    err.print(say(error.ko, error.en), style="red", markup=False)


def both(ko: str, en: str) -> str:
    """A help text, which is shown before the language is known."""
    return f"{ko} / {en}"
