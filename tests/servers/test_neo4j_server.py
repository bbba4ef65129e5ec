"""The servers that tests run on."""

from __future__ import annotations

from neo4j import GraphDatabase

from tests.servers.fixtures import StartServer

WRITE = "CREATE (:Marker {id: $id})"
READ = "MATCH (m:Marker) RETURN count(m) AS count"


def count(url: str) -> int:
    with GraphDatabase.driver(url, telemetry_disabled=True) as driver:
        records, _, _ = driver.execute_query(READ, database_="neo4j")
    return int(records[0]["count"])


def test_a_killed_server_comes_back_with_what_it_had_acknowledged(start_neo4j: StartServer) -> None:
    server = start_neo4j()
    with GraphDatabase.driver(server.url, telemetry_disabled=True) as driver:
        driver.execute_query(WRITE, id="m-1", database_="neo4j")
    server.kill()
    server.start()
    assert count(server.url) == 1


def test_the_two_servers_of_a_run_are_not_one(neo4j_url: str, other_neo4j_url: str) -> None:
    assert neo4j_url != other_neo4j_url
