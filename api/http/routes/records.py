"""Records of the register by type and id."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from api.http.acting import Acting, AtDesk
from api.http.ids import RecordId, TypeName
from api.http.paging import Page, Paged, page_after
from api.http.versions import ReadVersion, set_etag
from api.http.wire import Wire
from casework.register import records
from casework.register.records import RecordTold, VersionTold

router = APIRouter(tags=["records"])

WHY_CREATED, WHY_CHANGED, WHY_REMOVED = "기록 등록", "기록 수정", "기록 삭제"
Why = Annotated[str, Field(min_length=1, max_length=300)]


class RecordSent(Wire):
    """Fields by name, parts of a value with a dot; those not given keep what they hold.

    Weekly slots are spans such as ``["mon", "11:30", "13:00"]``; codes come from the vocabularies.
    """

    fields: dict[str, Any]
    why: Why | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "fields": {
                        "name": "반찬 나눔",
                        "kind": "human",
                        "service_type": "side_dishes",
                        "giver": "p-0123456789abcdef",
                        "capacity.count": 2,
                        "capacity.period": "week",
                        "slots": [["tue", "10:00", "12:00"]],
                    },
                    "why": "본인이 나누겠다고 함",
                }
            ]
        }
    )


class RecordKept(Wire):
    """The id and the version of what was kept."""

    id: str = Field(examples=["r-0123456789abcdef"])
    version: int = Field(examples=[1])


@router.get("/records/{record_id}/history")
def history(record_id: RecordId, desk: AtDesk, actor: Acting) -> tuple[VersionTold, ...]:
    """Every version of a record, newest first, with the fields it changed."""
    return records.history_of(desk, actor, record_id)


@router.get("/records/{type_name}")
def list_records(
    type_name: TypeName, request: Request, page: Paged, desk: AtDesk, actor: Acting
) -> Page[RecordTold]:
    """The records of a type that the actor's dong keeps, by id."""
    found = records.list_records(desk, actor, type_name, after=page.after, limit=page.limit)
    return page_after(list(found.records), found.next, request)


@router.post("/records/{type_name}", status_code=201)
def create_record(
    type_name: TypeName, sent: RecordSent, response: Response, desk: AtDesk, actor: Acting
) -> RecordKept:
    """Keep a new record; its id is made here."""
    made, version = records.save_record(
        desk, actor, type_name, None, sent.fields, expected=None, why=sent.why or WHY_CREATED
    )
    response.headers["Location"] = f"/api/v1/records/{type_name}/{made}"
    set_etag(response, version)
    return RecordKept(id=made, version=version)


@router.get("/records/{type_name}/{record_id}")
def open_record(
    type_name: TypeName, record_id: RecordId, response: Response, desk: AtDesk, actor: Acting
) -> RecordTold:
    """One record, field by field, as the actor may read it."""
    told = records.open_record(desk, actor, type_name, record_id)
    set_etag(response, told.version)
    return told


@router.patch("/records/{type_name}/{record_id}")
def change_record(
    type_name: TypeName,
    record_id: RecordId,
    sent: RecordSent,
    version: ReadVersion,
    response: Response,
    desk: AtDesk,
    actor: Acting,
) -> RecordKept:
    """Change fields of the version that was read."""
    _, kept = records.save_record(
        desk, actor, type_name, record_id, sent.fields, expected=version, why=sent.why or WHY_CHANGED
    )
    set_etag(response, kept)
    return RecordKept(id=record_id, version=kept)


@router.delete("/records/{type_name}/{record_id}", status_code=204)
def remove_record(
    type_name: TypeName,
    record_id: RecordId,
    version: ReadVersion,
    desk: AtDesk,
    actor: Acting,
    why: Annotated[str, Query(min_length=1, max_length=300)] = WHY_REMOVED,
) -> None:
    """Take a record out of the present; its history stays."""
    records.remove_record(desk, actor, type_name, record_id, expected=version, why=why)
