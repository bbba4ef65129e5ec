"""Asking the operator for a key or passphrase: never an argument, which others could see."""

from __future__ import annotations

import sys

import typer

from api.cli.console import say


def ask_key(new: bool) -> str:
    """What the operator types, unseen; a new one twice. Without a terminal, one line of the standard input."""
    return _ask(say("암호문 또는 키(64자리)", "Passphrase or key (64 digits)"), twice=new)


def ask_new_key() -> str:
    """The key that takes the place of the present one."""
    return _ask(say("새 암호문 또는 새 키(64자리)", "New passphrase or key (64 digits)"), twice=True)


def ask_backup_key() -> str:
    """The key that a backup was made under."""
    return _ask(say("백업할 때의 암호문 또는 키", "Passphrase or key of the backup"), twice=False)


def _ask(prompt: str, *, twice: bool) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    again = say("한 번 더", "Once more") if twice else False
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=again, err=True))
