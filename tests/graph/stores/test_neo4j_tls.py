"""A server that speaks TLS alone, with a certificate of the office's own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from graph.errors import StoreUnavailable
from graph.stores import open_store
from graph.testing.builders import a_person
from graph.testing.clauses.base import put
from tests.conftest import skip_or_fail
from tests.servers.fixtures import StartServer
from tests.servers.neo4j_server import Neo4jServer


def make_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody else has signed, and its key."""
    if shutil.which("openssl") is None:
        skip_or_fail("no openssl here: connections with TLS are not tested")
    folder.mkdir()
    made = folder / "public.crt"
    files = ["-keyout", str(folder / "private.key"), "-out", str(made)]
    subject = ["-subj", "/CN=An invented office", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *files, *subject],
        check=True,
        capture_output=True,
    )
    return made


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="module")
def server(start_neo4j: StartServer, certificate: Path) -> Neo4jServer:
    return start_neo4j(
        settings={
            "server.bolt.tls_level": "REQUIRED",
            "dbms.ssl.policy.bolt.enabled": "true",
            "dbms.ssl.policy.bolt.base_directory": str(certificate.parent),
        }
    )


def refusal(url: str, authority: Path | None = None) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        open_store(url, authority=authority)
    return refused.value.en


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_the_certificate_of_ones_own_office_is_trusted_where_it_is_named(
    server: Neo4jServer, certificate: Path, scheme: str
) -> None:
    store = open_store(f"{scheme}://{server.authority}", authority=certificate)
    put(store, a_person(name=scheme))
    assert store.check_log().broken_at is None
    store.close()


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_what_this_computer_trusts_is_trusted(
    server: Neo4jServer, certificate: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    open_store(f"{scheme}://{server.authority}").close()


@pytest.mark.parametrize("scheme", ["neo4j+ssc", "bolt+ssc"])
def test_any_certificate_is_taken_where_that_is_said(server: Neo4jServer, scheme: str) -> None:
    open_store(f"{scheme}://{server.authority}").close()


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_an_unknown_certificate_is_refused(server: Neo4jServer, scheme: str) -> None:
    assert "PUMASI_NEO4J_CA_FILE" in refusal(f"{scheme}://{server.authority}")


def test_the_certificate_of_another_office_is_refused(server: Neo4jServer, tmp_path: Path) -> None:
    other = make_certificate(tmp_path / "other")
    assert "certificate" in refusal(f"neo4j+s://{server.authority}", other)


def test_a_trusted_certificate_of_another_name_is_refused(server: Neo4jServer, certificate: Path) -> None:
    assert "certificate" in refusal(f"bolt+s://localhost:{server.port}", certificate)


def test_a_file_that_holds_no_certificate_is_named_as_the_cause(server: Neo4jServer, tmp_path: Path) -> None:
    (tmp_path / "ca.crt").write_text("no certificate", encoding="utf-8")
    assert "PEM" in refusal(f"neo4j+s://{server.authority}", tmp_path / "ca.crt")


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_nothing_is_said_in_the_clear_to_a_server_that_wants_tls(server: Neo4jServer, scheme: str) -> None:
    assert "cannot be reached" in refusal(f"{scheme}://{server.authority}")
