import pytest
from typer.testing import CliRunner

from api.cli import app as cli
from api.cli.console import Speech
from graph.errors import PumasiError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with an invented dong, made by the command itself."""
    made = tmp_path_factory.mktemp("data")
    result = CliRunner().invoke(cli.app, ["sample", "--data", str(made)])
    assert result.exit_code == 0, result.output
    return made


@pytest.fixture(autouse=True)
def _terminal(monkeypatch):
    monkeypatch.setattr(Speech, "language", "ko")
    for name in ("DATA", "STORE", "DONG", "AS", "PURPOSE"):
        monkeypatch.delenv(f"PUMASI_{name}", raising=False)


@pytest.fixture
def run(folder):
    """Runs a command over the data folder; an error of the house is raised as it is."""

    def invoke(*words, **given):
        result = CliRunner().invoke(cli.app, [*words, "--data", str(folder)], **given)
        if isinstance(result.exception, PumasiError):
            raise result.exception
        return result

    return invoke
