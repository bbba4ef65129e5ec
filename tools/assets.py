"""Fetches the browser files that package-lock.json pins and lays out what the pages serve.

Run by `make`. Nothing here is committed: the files land in api/pages/static/vendor, which goes into the wheel.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "api" / "pages" / "static" / "vendor"
OLDEST_NPM = 9

KRDS_IMAGES = "resources/img/component/icon"
PRETENDARD = "dist/web/variable"

# Text inside scripts that names a host and loads nothing: XML namespaces, a link to Leaflet, a licence.
NAMED_BUT_NOT_LOADED = (
    "http://www.w3.org/",
    "https://leafletjs.com",
    "https://github.com/zloirock/core-js",
)
ADDRESS = re.compile(r"https?://[^\s\"'`)<>\\]+")
OUTSIDE_URL = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])//", re.IGNORECASE)
CSS_URL = re.compile(r"url\(\s*[\"']?(?!data:|#)([^\"')?#]+)")
CSS_IMPORT = re.compile(r"@import\s+[\"']([^\"']+)[\"']")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# In a script "/*" also opens things like "image/*"; only a licence banner is surely a comment.
BANNER = re.compile(r"/\*[*!].*?\*/", re.DOTALL)
SOURCE_MAP = re.compile(r"(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$")


class AssetRefused(Exception):
    """A browser file is not fit to be served from the application itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What one npm package gives: files by their place in it, and where each is served from."""

    name: str
    files: dict[str, str]
    licence: str | None


PACKAGES = (
    Package(
        name="htmx.org",
        files={"dist/htmx.min.js": "htmx/htmx.min.js"},
        licence="LICENSE",
    ),
    Package(
        name="vis-network",
        files={
            "standalone/umd/vis-network.min.js": "vis-network/vis-network.min.js",
            "styles/vis-network.min.css": "vis-network/vis-network.min.css",
        },
        licence="LICENSE-APACHE-2.0",
    ),
    Package(
        name="leaflet",
        files={
            "dist/leaflet.js": "leaflet/leaflet.js",
            "dist/leaflet.css": "leaflet/leaflet.css",
            "dist/images": "leaflet/images",
        },
        licence="LICENSE",
    ),
    # The tree of KRDS is kept, since its style sheets name each other and their icons by relative path.
    Package(
        name="krds-uiux",
        files={
            "resources/css/component/output.css": "krds-uiux/css/component/output.css",
            "resources/css/token/krds_tokens.css": "krds-uiux/css/token/krds_tokens.css",
            KRDS_IMAGES: "krds-uiux/img/component/icon",
        },
        licence=None,
    ),
    Package(
        name="pretendard-gov",
        files={
            f"{PRETENDARD}/pretendardvariable-gov-dynamic-subset.css": "pretendard-gov/pretendard-gov.css",
            f"{PRETENDARD}/woff2-dynamic-subset": "pretendard-gov/woff2-dynamic-subset",
        },
        licence="dist/LICENSE.txt",
    ),
)


def npm() -> list[str]:
    """The npm of the machine, or the one that a pinned Python package brings."""
    found = shutil.which("npm")
    if found and _npm_major(found) >= OLDEST_NPM:
        return [found]
    beside = Path(sys.executable).parent
    if not (beside / "npm").exists():
        lock = ROOT / "requirements" / "node.txt"
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)], check=True
        )
    return [str(beside / "npm")]


def _npm_major(command: str) -> int:
    answer = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().partition(".")[0]
    return int(major) if answer.returncode == 0 and major.isdigit() else 0


def fetch() -> None:
    """Bring node_modules to exactly what the lock says, without running any package's code."""
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    # The npm of the Python package starts `node` by name.
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL, env={**os.environ, "PATH": path})


def lay_out(target: Path) -> None:
    """Copy the chosen files with their licences, and list them in versions.json."""
    versions: list[dict[str, str]] = []
    for package in PACKAGES:
        source = MODULES / package.name
        about = json.loads((source / "package.json").read_text(encoding="utf-8"))
        for inside, served in package.files.items():
            _copy(source / inside, target / served)
        if package.licence:
            folder = next(iter(package.files.values())).partition("/")[0]
            shutil.copyfile(source / package.licence, target / folder / "LICENSE.txt")
        versions.append({"name": package.name, "version": about["version"], "licence": about["license"]})
    (target / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
        return
    if source.suffix not in {".css", ".js"}:
        shutil.copyfile(source, target)
        return
    text = SOURCE_MAP.sub("", source.read_text(encoding="utf-8"))
    # KRDS asks for the family "Pretendard GOV"; the variable font calls itself by a longer name.
    text = text.replace("'Pretendard GOV Variable'", "'Pretendard GOV'")
    target.write_text(text, encoding="utf-8")


def faults(folder: Path) -> Iterator[str]:
    """What in the folder would load from another host, or names a file that is not there."""
    for file in sorted(folder.rglob("*")):
        if file.suffix not in {".css", ".js", ".svg"}:
            continue
        comment = BANNER if file.suffix == ".js" else COMMENT
        text = comment.sub("", file.read_text(encoding="utf-8"))
        shown = file.relative_to(folder).as_posix()
        for address in ADDRESS.findall(text):
            if not address.startswith(NAMED_BUT_NOT_LOADED):
                yield f"{shown}: names {address}"
        if OUTSIDE_URL.search(text):
            yield f"{shown}: loads from another host"
        if file.suffix == ".css":
            for named in [*CSS_URL.findall(text), *CSS_IMPORT.findall(text)]:
                if not (file.parent / named.strip()).is_file():
                    yield f"{shown}: {named} is not there"


def main() -> None:
    """Fetch, lay out in a fresh folder, look for faults, and only then put the folder in place."""
    fetch()
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    lay_out(fresh)
    found = list(faults(fresh))
    if found:
        shutil.rmtree(fresh)
        raise AssetRefused("\n".join(found))
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.replace(VENDOR)


if __name__ == "__main__":
    main()
