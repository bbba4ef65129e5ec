"""What a user is told when a Neo4j server cannot be used, by real servers where they can be made to fail."""

from __future__ import annotations

import logging
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from neo4j.exceptions import Neo4jError

from graph.errors import StoreUnavailable
from graph.stores.credentials import Credentials
from graph.stores.neo4j.connection import Server, check_version, connect, translated
from graph.stores.neo4j.failures import unavailable
from tests.conftest import skip_or_fail
from tests.servers.fixtures import StartServer
from tests.servers.neo4j_server import Neo4jServer

PASSWORD = "an invented password"
OURS = Credentials(user="neo4j", password=PASSWORD)


@pytest.fixture(scope="module")
def guarded(start_neo4j: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Neo4jServer:
    """A server with a password, a certificate that nobody trusts, and small limits."""
    folder = tmp_path_factory.mktemp("certificate")
    make_certificate(folder)
    return start_neo4j(
        password=PASSWORD,
        settings={
            "server.bolt.tls_level": "OPTIONAL",
            "dbms.ssl.policy.bolt.enabled": "true",
            "dbms.ssl.policy.bolt.base_directory": str(folder),
            "db.memory.transaction.max": "16m",
            "db.lock.acquisition.timeout": "500ms",
        },
    )


def make_certificate(folder: Path) -> None:
    if shutil.which("openssl") is None:
        skip_or_fail("no openssl here: connections with TLS are not tested")
    files = ["-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt")]
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *files, *subject],
        check=True,
        capture_output=True,
    )


@contextmanager
def connected(url: str, credentials: Credentials | None = OURS) -> Iterator[Server]:
    server = connect(url, credentials)
    try:
        yield server
    finally:
        server.driver.close()


def run(server: Server, query: str, **given: object) -> list[object]:
    with translated(), server.driver.session(database=server.database) as session:
        return [record[0] for record in session.run(query, given)]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        act()
    assert "저장소를 사용할 수 없습니다: " in refused.value.ko
    return refused.value.en


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://",
        "neo4j:///neo4j",
        "neo4j://server:port",
        "neo4j://server:99999",
        "bolt+tls://server",
        "neo4j://server/neo4j?policy=here",
        "neo4j://server/#neo4j",
    ],
)
def test_an_address_that_names_no_server_is_refused(url: str) -> None:
    assert "The address is unknown" in refusal(lambda: connect(url, None))


@pytest.mark.parametrize("name", ["Neo4j", "a", "다른", "two/parts", "-", "name%20"])
def test_a_name_that_no_database_can_have_is_refused(name: str) -> None:
    assert "name of the database is not valid" in refusal(lambda: connect(f"neo4j://server/{name}", None))


@pytest.mark.parametrize("person", ["neo4j:s3cret", "neo4j", ":s3cret"])
def test_an_address_with_a_user_or_a_password_is_refused_without_repeating_it(person: str) -> None:
    said = refusal(lambda: connect(f"neo4j://{person}@server", None))
    assert "PUMASI_NEO4J_PASSWORD_FILE" in said
    assert "s3cret" not in said


def test_a_password_is_not_shown() -> None:
    assert PASSWORD not in repr(OURS)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc", "neo4j+ssc"])
def test_a_server_is_reached_by_every_scheme_that_does_not_ask_for_trust(
    guarded: Neo4jServer, scheme: str
) -> None:
    with connected(f"{scheme}://{guarded.authority}/neo4j") as server:
        assert run(server, "RETURN 1") == [1]


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_that_is_not_trusted_is_named_as_the_cause(guarded: Neo4jServer, scheme: str) -> None:
    assert "certificate" in refusal(lambda: connect(f"{scheme}://{guarded.authority}", OURS))


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(neo4j_url: str) -> None:
    url = neo4j_url.replace("bolt://", "bolt+s://")
    assert "No encrypted connection" in refusal(lambda: connect(url, None))


@pytest.mark.parametrize("given", [None, Credentials(user="nobody", password=PASSWORD)])
def test_a_wrong_user_is_told_to_correct_it(guarded: Neo4jServer, given: Credentials | None) -> None:
    assert "refused the user or the password" in refusal(lambda: connect(guarded.url, given))


def test_guessing_passwords_ends_in_waiting(guarded: Neo4jServer) -> None:
    with connected(guarded.url) as server:
        run(
            Server(server.driver, "system"),
            "CREATE USER lee SET PASSWORD 'an invented one' CHANGE NOT REQUIRED",
        )
    wrong = Credentials(user="lee", password="a wrong one")
    told = [refusal(lambda: connect(guarded.url, wrong)) for _ in range(4)]
    assert "refused the user or the password" in told[0]
    assert "too often" in told[3]


def test_a_password_that_must_be_changed_is_named_as_the_cause(guarded: Neo4jServer) -> None:
    with connected(guarded.url) as server:
        run(
            Server(server.driver, "system"), "CREATE USER park SET PASSWORD 'an invented one' CHANGE REQUIRED"
        )
    new = Credentials(user="park", password="an invented one")
    with connected(guarded.url, new) as server:
        assert "has to be changed" in refusal(lambda: run(server, "RETURN 1"))


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_database_that_is_not_there_is_named_as_the_cause(guarded: Neo4jServer, scheme: str) -> None:
    def look() -> None:
        with connected(f"{scheme}://{guarded.authority}/elsewhere") as server:
            run(server, "RETURN 1")

    assert "no database of that name" in refusal(look)


def test_a_change_beyond_the_memory_of_the_server_is_told_to_be_made_in_parts(guarded: Neo4jServer) -> None:
    many = "UNWIND range(1, 2000000) AS n WITH collect(toString(n)) AS texts RETURN size(texts)"
    with connected(guarded.url) as server:
        assert "too large" in refusal(lambda: run(server, many))


def test_a_lock_that_is_not_let_go_is_told_as_other_work(guarded: Neo4jServer) -> None:
    with connected(guarded.url) as server, server.driver.session(database="neo4j") as other:
        run(server, "CREATE (:Held)")
        with other.begin_transaction() as holding:
            holding.run("MATCH (h:Held) SET h.by = 1").consume()
            assert "in the way" in refusal(lambda: run(server, "MATCH (h:Held) SET h.by = 2"))


def test_work_that_takes_longer_than_allowed_is_told_to_be_narrowed(guarded: Neo4jServer) -> None:
    def look() -> None:
        with translated(), server.driver.session(database="neo4j") as session:
            slow = session.begin_transaction(timeout=0.2)
            slow.run("UNWIND range(1, 1000000000) AS n RETURN max(n)").consume()

    with connected(guarded.url) as server:
        assert "took too long" in refusal(look)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Neo.ClientError.Security.Forbidden", "lacks the right"),
        ("Neo.TransientError.Transaction.DeadlockDetected", "in the way"),
        ("Neo.TransientError.General.DatabaseUnavailable", "cannot be reached"),
        ("Neo.ClientError.General.ReadOnly", "read-only"),
        ("Neo.ClientError.Statement.SyntaxError", "Hand the log"),
    ],
)
def test_what_a_server_answers_is_translated_without_repeating_it(code: str, said: str) -> None:
    error = Neo4jError._hydrate_neo4j(neo4j_code=code, code=code, message="이웃 ㄱ / neighbour A")
    told = unavailable(error)
    assert said in told.en
    assert "neighbour A" not in str(told)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.40", "Neo4j/5.25.1", "Memgraph/3.0", ""])
def test_a_server_that_is_too_old_or_another_product_is_refused(agent: str) -> None:
    assert "5.26 or later is needed" in refusal(lambda: check_version(agent))


@pytest.mark.parametrize(
    "agent", ["Neo4j/5.26.0", "Neo4j/5.26.29", "Neo4j/2025.10.1", "Neo4j/2026.08.0-aura"]
)
def test_later_servers_are_accepted(agent: str) -> None:
    check_version(agent)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_not_there_is_said_to_be_away(scheme: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"{scheme}://127.0.0.1:{taken.getsockname()[1]}"
        assert "cannot be reached" in refusal(lambda: connect(url, None))


def test_a_database_that_may_only_be_read_says_so_and_a_dead_server_disturbs_nobody(
    start_neo4j: StartServer, caplog: pytest.LogCaptureFixture
) -> None:
    server = start_neo4j()
    with connected(server.url, None) as open_:
        run(open_, "CREATE (:Kept)")
        server.kill()
        with caplog.at_level(logging.INFO):
            assert "cannot be reached" in refusal(lambda: run(open_, "RETURN 1"))
        assert not caplog.records
        server.restarted({"server.databases.default_to_read_only": "true"})
        assert run(open_, "MATCH (k:Kept) RETURN count(k)") == [1]
        assert "read-only" in refusal(lambda: run(open_, "CREATE (:Kept)"))
