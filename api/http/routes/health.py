"""Whether the application is well."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request

from api.http.context import parts_of
from api.http.wire import Wire
from api.version import VERSION
from graph.errors import StoreUnavailable

router = APIRouter(tags=["health"])


class Health(Wire):
    """That the store answers, and which version this is."""

    status: Literal["ok"]
    version: str


@router.get("/health")
def health(request: Request) -> Health:
    """Ask the store; open to anyone, since it says nothing of anybody.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    try:
        parts_of(request).check_store()
    except Exception as error:
        raise StoreUnavailable(
            ko="응답하지 않습니다. 'pumasi doctor'로 점검하십시오.",
            en="It does not answer. Check with 'pumasi doctor'.",
        ) from error
    return Health(status="ok", version=VERSION)
