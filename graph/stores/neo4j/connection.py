"""The driver of a Neo4j server: its URL, its limits, and its errors in sentences."""

import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity, basic_auth
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreUnavailable
from graph.stores.credentials import Credentials
from graph.stores.neo4j.failures import unavailable

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""``+s`` encrypts and trusts the certificates that this computer trusts, ``+ssc`` any certificate."""

OLDEST = (5, 26)
_DATABASE = re.compile(r"[a-z][a-z0-9.-]{2,62}")
_PRODUCT = re.compile(r"Neo4j/(\d+)\.(\d+)")

_CONNECT_SECONDS = 5.0
_ACQUIRE_SECONDS = 15.0
_RETRY_SECONDS = 30.0
_IDLE_SECONDS = 10.0
_CONNECTIONS = 50


@dataclass(frozen=True, slots=True)
class Server:
    """A driver and the database that holds the store; every session names the database."""

    driver: Driver
    database: str


def connect(url: str, credentials: Credentials | None, authority: Path | None = None) -> Server:
    """A driver that has reached its server.

    ``authority`` is a file of the certificates by which that of a ``+s`` server is checked, instead of those that
    this computer trusts.

    Raises:
        StoreUnavailable: the URL is not one of a server, or the server cannot be used.
    """
    parts, database = _read(url)
    scheme, trust = parts.scheme, dict[str, Any]()
    if authority is not None and scheme.endswith("+s"):
        # The driver takes a context of one's own only where the scheme says nothing about it.
        scheme, trust = scheme.removesuffix("+s"), {"encrypted": True, "ssl_context": _trusting(authority)}
    _hush()
    with translated():
        driver = GraphDatabase.driver(
            f"{scheme}://{parts.netloc}",
            auth=None if credentials is None else basic_auth(credentials.user, credentials.password),
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=_ACQUIRE_SECONDS,
            max_transaction_retry_time=_RETRY_SECONDS,
            # A connection that lay idle is looked at before it is used: the server may have been restarted.
            liveness_check_timeout=_IDLE_SECONDS,
            max_connection_pool_size=_CONNECTIONS,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
            **trust,
        )
        try:
            check_version(driver.get_server_info().agent)
        except BaseException:
            driver.close()
            raise
    return Server(driver, database)


def _trusting(authority: Path) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise StoreUnavailable(
            "기관의 인증서 파일을 읽을 수 없습니다. PUMASI_NEO4J_CA_FILE에 PEM 형식의 인증서를 지정하십시오.",
            "The file of certificates cannot be read. Name one in PEM format in PUMASI_NEO4J_CA_FILE.",
        ) from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into ones that say what to do; their own text is not shown."""
    try:
        yield
    except (DriverError, Neo4jError) as error:
        raise unavailable(error) from error


def _read(url: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in SCHEMES or parts.query or parts.fragment:
        raise StoreUnavailable(
            "주소를 알 수 없습니다. 'neo4j+s://서버:7687/데이터베이스'처럼 적으십시오.",
            "The address is unknown. Write it like 'neo4j+s://server:7687/database'.",
        )
    if "@" in parts.netloc:
        raise StoreUnavailable(
            "주소에 사용자와 비밀번호를 적을 수 없습니다. 주소에서 지우고 PUMASI_NEO4J_PASSWORD_FILE에 비밀번호 "
            "파일을 지정하십시오.",
            "User and password may not stand in the address. Take them out and name a file with the password in "
            "PUMASI_NEO4J_PASSWORD_FILE.",
        )
    database = parts.path.strip("/") or "neo4j"
    if not _DATABASE.fullmatch(database):
        raise StoreUnavailable(
            "데이터베이스 이름이 올바르지 않습니다. 소문자로 시작하고 소문자, 숫자, '.', '-'만 쓰십시오.",
            "The name of the database is not valid. Begin with a small letter; use small letters, digits, '.', '-'.",
        )
    return parts, database


def check_version(agent: str) -> None:
    """Refuse a server that lacks what the queries need. Raises StoreUnavailable."""
    product = _PRODUCT.match(agent)
    if product is None or (int(product[1]), int(product[2])) < OLDEST:
        raise StoreUnavailable(
            "Neo4j 5.26 이상이 필요합니다. 서버를 올린 뒤 다시 여십시오.",
            "Neo4j 5.26 or later is needed. Upgrade the server, then open again.",
        )


class _AsDetail(logging.Filter):
    """Files what the driver says under detail: whoever asked is told by an error of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lower the level; keep the record for whoever has asked for detail."""
        record.levelno, record.levelname = logging.DEBUG, logging.getLevelName(logging.DEBUG)
        return logging.getLogger(record.name).isEnabledFor(logging.DEBUG)


_as_detail = _AsDetail()


def _hush() -> None:
    """A dead connection or a retry is the driver's own business, and its text may hold values."""
    for part in ("io", "pool", "session", "work"):
        logging.getLogger(f"neo4j.{part}").addFilter(_as_detail)
