"""Compile every kernel into the cache: ``python -m matching.kernels``; set-up runs it once.

Each module of kernels that has anything to compile offers ``warm()``, which calls it on a tiny instance.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import matching.kernels as kernels
from matching.kernels.compiled import COMPILED


def main() -> None:
    """Drop what was compiled from earlier sources, then compile all."""
    if not COMPILED:
        return
    for kept in (Path(kernels.__path__[0]) / "__pycache__").glob("*.nb[ci]"):
        kept.unlink()
    for module in iter_modules(kernels.__path__, f"{kernels.__name__}."):
        if not module.name.endswith(".__main__"):
            warm = getattr(import_module(module.name), "warm", None)
            if warm is not None:
                warm()


if __name__ == "__main__":
    main()
