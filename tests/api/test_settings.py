"""Who the database server is told we are."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.errors import PasswordUnreadable
from api.settings import Settings
from api.wiring import credentials_of
from graph.stores.credentials import Credentials

INVENTED = "an:invented password"


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    return tmp_path / "password"


def test_without_a_password_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUMASI_NEO4J_USER", "lee")
    assert credentials_of(Settings()) is None


def test_the_variables_name_the_user_and_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUMASI_NEO4J_PASSWORD", INVENTED)
    assert credentials_of(Settings()) == Credentials(user="neo4j", password=INVENTED)
    monkeypatch.setenv("PUMASI_NEO4J_USER", "lee")
    assert credentials_of(Settings()) == Credentials(user="lee", password=INVENTED)


def test_the_file_comes_before_the_variables(monkeypatch: pytest.MonkeyPatch, password_file: Path) -> None:
    monkeypatch.setenv("PUMASI_NEO4J_USER", "lee")
    monkeypatch.setenv("PUMASI_NEO4J_PASSWORD", "another one")
    monkeypatch.setenv("PUMASI_NEO4J_PASSWORD_FILE", str(password_file))
    password_file.write_text(f"park:{INVENTED}\nand no more\n", encoding="utf-8")
    assert credentials_of(Settings()) == Credentials(user="park", password=INVENTED)
    password_file.write_text("of nobody else", encoding="utf-8")
    assert credentials_of(Settings()) == Credentials(user="lee", password="of nobody else")


@pytest.mark.parametrize("content", [b"", b"\n", b"lee:\n", b":word\n", b"\xff\xfe\x00"])
def test_a_file_without_a_password_is_refused(password_file: Path, content: bytes) -> None:
    password_file.write_bytes(content)
    with pytest.raises(PasswordUnreadable, match="PUMASI_NEO4J_PASSWORD_FILE"):
        credentials_of(Settings(neo4j_password_file=password_file))


def test_the_settings_do_not_show_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUMASI_NEO4J_PASSWORD", INVENTED)
    assert INVENTED not in repr(Settings())
