"""`pumasi serve`: the application for browsers and programs."""

from __future__ import annotations

import logging
import signal
import sys
from typing import Annotated

import typer
import uvicorn

from api import wiring
from api.cli.console import both, err, say
from api.cli.options import DataOption, settings_of, tell_first_password
from api.errors import OpenHostRefused
from api.http.app import create_app
from api.parts import Parts
from api.settings import Settings


def serve(
    data: DataOption = None,
    host: Annotated[str | None, typer.Option(help=both("접속을 받을 주소", "Address to listen on"))] = None,
    port: Annotated[int | None, typer.Option(help=both("포트", "Port"), min=1, max=65535)] = None,
) -> None:
    """화면과 API를 엽니다. / Serve the pages and the API."""
    settings = settings_of(data, host=host, port=port)
    refuse_open_host(settings)
    run(wiring.build(settings))


def refuse_open_host(settings: Settings) -> None:
    """Beyond this computer nothing goes unencrypted.

    Raises:
        OpenHostRefused: another address than loopback, without TLS.
    """
    if not settings.tls and not settings.loopback:
        raise OpenHostRefused()


def warn_unencrypted(parts: Parts) -> None:
    """Say at every start that real data lies in files that anybody with the disk can read."""
    if parts.unencrypted:
        err.print(
            say(
                "경고: 실제 자료가 암호화되지 않은 파일에 있습니다. 'pumasi key new'로 키를 만들고 'pumasi rekey'로 암호화하십시오.",
                "Warning: real data lies in files that are not encrypted. Make a key with 'pumasi key new' and "
                "encrypt them with 'pumasi rekey'.",
            ),
            style="bold yellow",
            markup=False,
        )


def run(parts: Parts) -> None:
    """Serve until stopped; the application closes the parts as it stops."""
    settings = parts.settings
    scheme = "https" if settings.tls else "http"
    err.print(say("주소", "Address") + f": {scheme}://{settings.host}:{settings.port}", markup=False)
    tell_first_password(parts)
    warn_unencrypted(parts)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The server finishes its answers first, then raises the signal again: that is a clean end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        create_app(parts),
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        # The application keeps its own log: addresses may hold names that were searched for.
        access_log=False,
        log_config=None,
        server_header=False,
        # The log keeps where a request came from; a header could say anything.
        proxy_headers=False,
    )
