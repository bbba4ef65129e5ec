"""How a name, a phone number or an address looks to somebody who need not know it whole."""

from __future__ import annotations

import re

CIRCLE = "○"


def mask_name(name: str) -> str:
    """The first letter and a circle for each other one: 김○○; a Latin name keeps its initials."""
    bare = name.strip()
    if not bare:
        return CIRCLE
    if bare[0].isascii():
        return " ".join(f"{part[0]}." for part in bare.split())
    letters = bare.replace(" ", "")
    return letters[0] + CIRCLE * max(1, min(len(letters) - 1, 3))


def mask_phone(phone: str) -> str:
    """The last four digits alone."""
    digits = re.sub(r"\D", "", phone)
    return f"***-****-{digits[-4:]}" if len(digits) >= 8 else "***"


def mask_address(address: str) -> str:
    """As far as the district and the dong or road: numbers and all that follows are left out."""
    kept: list[str] = []
    for word in address.split():
        if any(letter.isdigit() for letter in word):
            break
        kept.append(word)
    return " ".join(kept) + (" …" if kept else "…")
