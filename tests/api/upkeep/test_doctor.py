"""The doctor names what does not hold by ids alone, mends what is derived, and sends to a backup for the rest."""

import shutil
import subprocess

import pytest
from typer.testing import CliRunner

from api.cli import app as cli
from api.cli.console import Speech
from graph.stores.sqlite.connection import connect
from tests.api.upkeep.installation import fill, people, settings_in
from tests.conftest import skip_or_fail


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    monkeypatch.setattr(Speech, "language", "ko")
    monkeypatch.setenv("PUMASI_DATA", str(folder))
    fill(settings_in(folder))
    return folder


def damage(folder, statement):
    db = connect(folder / "graph.db", None)
    db.execute(statement)
    db.close()


def run(*words):
    return CliRunner().invoke(cli.app, list(words))


def test_what_is_derived_is_found_and_mended(data):
    before = people(settings_in(data))
    damage(data, "DELETE FROM cell")
    found = run("doctor")
    assert found.exit_code == 1
    assert "p-kim" in found.stdout
    assert "--repair" in found.stdout
    assert "김하늘" not in found.output
    mended = run("doctor", "--repair")
    assert mended.exit_code == 0
    assert "before-repair" in mended.stdout
    assert people(settings_in(data)) == before


def test_damage_to_the_history_sends_to_a_backup(data):
    damage(data, "DELETE FROM version WHERE id = 'n-kim'")
    found = run("doctor")
    assert found.exit_code == 1
    damage(data, "UPDATE version SET body = '{' WHERE id = 'p-kim'")
    assert "pumasi restore" in run("doctor").stdout


def test_damaged_accounts_are_found(data):
    file = data / "accounts.db"
    whole = bytearray(file.read_bytes())
    whole[8192:12288] = b"\xff" * 4096
    file.write_bytes(whole)
    assert run("doctor").exit_code == 1


def test_a_backup_onto_a_full_disk_says_so_and_leaves_nothing(data, tmp_path, monkeypatch, capsys):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(disk)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        skip_or_fail("mounting is not permitted here: full disks are not tested")
    try:
        monkeypatch.setattr("sys.argv", ["pumasi", "backup", str(disk / "b")])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 1
        said = capsys.readouterr().err
        assert "가득" in said or "남은 공간" in said
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_without_compiled_kernels_plans_are_said_to_be_slow_and_nothing_is_amiss(data, monkeypatch):
    assert "빠름" in run("doctor").stdout
    monkeypatch.setattr("api.cli.doctor.plans_are_compiled", lambda: False)
    found = run("doctor")
    assert (found.exit_code, "느림" in found.stdout) == (0, True)
