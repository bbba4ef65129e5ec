"""The outermost layer: number, language, headers, limits, one log line, and the last catch of any failure."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from types import FunctionType

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BodyTooLarge, HostRefused, UnexpectedFailure
from api.failures import log_failure
from api.http.headers import add_headers
from api.language import COOKIE, chosen, negotiate
from api.settings import Settings
from graph.errors import PumasiError

access_log = logging.getLogger("pumasi.access")

_YEAR = 365 * 24 * 60 * 60
Answer = Callable[[Request, PumasiError], Awaitable[Response]]


class Envelope:
    """Wraps the application; ``answer`` turns an error into a page or problem details.

    The log keeps which function ran and never the address, which may hold a name that was searched for;
    a failure is logged by its type and its place in the code, never by its message.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings, answer: Answer) -> None:
        """Wrap an application."""
        self._app, self._settings, self._answer = app, settings, answer
        self._hosts = settings.accepted_hosts
        self._most = settings.body_mebibytes * 1024 * 1024

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        state = request.state
        state.request_id, state.language = str(uuid.uuid4()), negotiate(request)
        begun, status = time.perf_counter(), 0

        async def sealed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._seal(MutableHeaders(scope=message), request)
            await send(message)

        try:
            refused = self._refusal(request)
            if refused is not None:
                await (await self._answer(request, refused))(scope, receive, sealed)
            else:
                await self._app(scope, self._limited(receive), sealed)
        except Exception as error:  # noqa: BLE001 - the last catch: no failure may leave without an answer
            log_failure(error, state.request_id)
            if status:
                raise ConnectionAbortedError("an answer broke off") from None
            await (await self._answer(request, UnexpectedFailure()))(scope, receive, sealed)
        finally:
            took = (time.perf_counter() - begun) * 1000
            access_log.info(
                "%s %s %s %.0f ms %s", request.method, _ran(scope), status, took, state.request_id
            )

    def _refusal(self, request: Request) -> PumasiError | None:
        """A host name of somebody else (DNS rebinding), or a body that says itself that it is too large."""
        host = request.headers.get("host", "").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if self._hosts and name not in self._hosts:
            return HostRefused()
        length = request.headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._most:
            return BodyTooLarge(mebibytes=self._settings.body_mebibytes)
        return None

    def _limited(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most:
                # The framework lets only its own exception through while it reads a body.
                raise HTTPException(413) from BodyTooLarge(mebibytes=self._settings.body_mebibytes)
            return message

        return counted

    def _seal(self, headers: MutableHeaders, request: Request) -> None:
        add_headers(
            headers,
            language=request.state.language,
            request_id=request.state.request_id,
            tls=self._settings.tls,
        )
        wanted = chosen(request)
        if wanted is not None:
            cookie = SimpleCookie({COOKIE: wanted})[COOKIE]
            cookie["path"], cookie["max-age"], cookie["samesite"] = "/", str(_YEAR), "Lax"
            cookie["httponly"], cookie["secure"] = True, self._settings.tls
            headers.append("Set-Cookie", cookie.OutputString())


def _ran(scope: Scope) -> str:
    """The function that answered, as module and name."""
    endpoint: object = scope.get("endpoint")
    if endpoint is None:
        return "-"
    named = endpoint if isinstance(endpoint, FunctionType) else type(endpoint)
    return f"{named.__module__}.{named.__qualname__}"
