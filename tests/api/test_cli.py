"""The command line: languages, refusals, accounts and tokens."""

import re

import pytest
from typer.testing import CliRunner

from api.cli import app as cli
from api.cli.console import Speech
from api.cli.options import actor_of, opened, settings_of
from api.cli.serve import refuse_open_host
from api.errors import AccountMissing, OpenHostRefused, SettingInvalid
from api.settings import Settings, is_loopback
from api.version import VERSION
from graph.words.kinds import ViewPurpose


@pytest.fixture(autouse=True)
def _korean(monkeypatch, tmp_path):
    monkeypatch.setattr(Speech, "language", "ko")
    for name, value in {"DATA": tmp_path / "data", "STORE": "memory:", "DONG": "9999900100"}.items():
        monkeypatch.setenv(f"PUMASI_{name}", str(value))


def run(*words):
    return CliRunner().invoke(cli.app, list(words))


def test_the_version_is_that_of_the_installed_package():
    assert run("--version").stdout == f"pumasi {VERSION}\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "welfare.invalid", "::"])
def test_nothing_is_served_beyond_this_computer_without_tls(host):
    with pytest.raises(OpenHostRefused) as refused:
        refuse_open_host(Settings(host=host))
    assert "TLS" in refused.value.ko


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_loopback_is_this_computer_alone(host):
    assert is_loopback(host)


def test_an_error_ends_a_command_with_its_sentence_and_exit_code_1(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["pumasi", "--lang", "en", "serve", "--host", "0.0.0.0"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "Serving beyond this computer needs TLS." in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("name", ["PORT", "TLS_CERT", "DONG"])
def test_a_setting_that_cannot_be_is_named_without_its_value(monkeypatch, name):
    monkeypatch.setenv(f"PUMASI_{name}", "made-up")
    with pytest.raises(SettingInvalid) as refused:
        settings_of()
    assert f"PUMASI_{name}" in refused.value.en
    assert "made-up" not in str(refused.value)


def test_host_names_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("PUMASI_HOST_NAMES", "welfare.invalid, gaon.invalid")
    assert settings_of().accepted_hosts == {"welfare.invalid", "gaon.invalid"}


def test_a_certificate_without_its_key_is_refused(monkeypatch, tmp_path):
    (tmp_path / "cert").touch()
    monkeypatch.setenv("PUMASI_TLS_CERT", str(tmp_path / "cert"))
    with pytest.raises(SettingInvalid) as refused:
        settings_of()
    assert "PUMASI_TLS_KEY" in refused.value.en


def test_a_language_that_is_not_spoken_is_refused():
    assert run("--lang", "fr", "doctor").exit_code == 2


def test_the_first_password_is_shown_at_the_first_start_and_never_again():
    first, second = run("account", "list"), run("account", "list")
    password = r"(?:[2-9a-z]{5}-){3}[2-9a-z]{5}"
    assert re.search(password, first.stderr)
    assert not re.search(password, second.output)


def test_a_new_account_signs_in_with_the_password_that_was_shown():
    run("account", "list")
    password = run("account", "add", "keeper", "--role", "resource_keeper").stdout.strip()
    with opened(settings_of()) as parts:
        assert parts.door.sign_in.check("keeper", password).viewer.dong == "9999900100"


def test_a_renewed_password_replaces_the_old_one():
    run("account", "list")
    password = run("account", "password", "team").stdout.strip()
    with opened(settings_of()) as parts:
        assert parts.door.sign_in.check("team", password).name == "team"


def test_a_token_is_issued_listed_and_revoked():
    run("account", "list")
    issued = run("token", "issue", "--as", "team", "--purpose", "statistics", "--label", "figures")
    number = issued.stderr.split()[-1]
    assert issued.stdout.startswith("pumasi_")
    assert "figures" in run("token", "list").stdout
    assert run("token", "revoke", number).exit_code == 0
    assert run("token", "revoke", number).exit_code == 1
    assert "폐기" in run("token", "list").stdout


def test_a_command_names_its_viewer_and_purpose():
    with opened(settings_of()) as parts:
        actor = actor_of(parts, "team", ViewPurpose.LINKING)
        assert (actor.purpose, actor.viewer.dong) == (ViewPurpose.LINKING, "9999900100")
        with pytest.raises(AccountMissing):
            actor_of(parts, "nobody", ViewPurpose.LINKING)


def test_doctor_finds_nothing_wrong_with_a_fresh_installation():
    run("account", "list")
    found = run("doctor")
    assert found.exit_code == 0, found.output
    assert "✗" not in found.stdout


def test_doctor_says_what_to_do_before_the_first_start():
    found = run("doctor")
    assert found.exit_code == 1
    assert "pumasi serve" in found.stdout


def test_doctor_names_a_data_folder_that_others_can_read(tmp_path):
    run("account", "list")
    (tmp_path / "data").chmod(0o755)
    assert "chmod 700" in run("doctor").stdout
