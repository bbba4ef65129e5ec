"""Every error as RFC 9457 problem details, in both languages, with nothing personal in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse

from api.errors import (
    AddressUnknown,
    BodyTooLarge,
    FaceError,
    FieldProblem,
    MethodRefused,
    RequestInvalid,
    UnexpectedFailure,
)
from api.http.context import language_of, request_id_of
from casework.errors import (
    AnswerMissing,
    ConsentMissing,
    GateClosed,
    ImportUndone,
    LinkageMoveRefused,
    OtherDong,
    PreviewGone,
    PreviewOutdated,
    RecordTypeClosed,
    ResponsibleOnly,
    RightMissing,
    StoreInUse,
)
from graph.errors import (
    CursorUnknown,
    PumasiError,
    RecordInvalid,
    RecordMissing,
    ResidentNumberRefused,
    StoreUnavailable,
    VersionConflict,
)

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[PumasiError], int] = {
    RecordMissing: 404,
    VersionConflict: 412,
    CursorUnknown: 410,
    StoreUnavailable: 503,
    RightMissing: 403,
    OtherDong: 403,
    ResponsibleOnly: 403,
    ConsentMissing: 409,
    LinkageMoveRefused: 409,
    GateClosed: 409,
    AnswerMissing: 422,
    ImportUndone: 409,
    PreviewOutdated: 409,
    PreviewGone: 410,
    RecordTypeClosed: 404,
    StoreInUse: 409,
}
"""The status of an error, by the nearest of its classes; 422 for any other: the request cannot be done."""

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("요청을 읽을 수 없음", "Request not readable"),
    401: ("로그인 필요", "Sign-in needed"),
    403: ("허용되지 않음", "Not allowed"),
    404: ("찾을 수 없음", "Not found"),
    405: ("쓸 수 없는 방법", "Method not allowed"),
    406: ("제공할 수 없는 형식", "Not acceptable"),
    409: ("지금 상태에서는 할 수 없음", "Not possible as things stand"),
    410: ("더 이상 없음", "Gone"),
    412: ("그사이 바뀜", "Changed meanwhile"),
    413: ("내용이 너무 큼", "Too large"),
    415: ("받을 수 없는 형식", "Media type not supported"),
    421: ("다른 주소", "Other host"),
    422: ("처리할 수 없음", "Cannot be done"),
    428: ("판 표시 필요", "Version needed"),
    429: ("잠시 제한됨", "Too many attempts"),
    500: ("예상하지 못한 문제", "Unexpected failure"),
    503: ("지금 사용할 수 없음", "Not available now"),
}


class Text(BaseModel):
    """A title and its detail in one language."""

    title: str
    detail: str


class FieldFault(BaseModel):
    """What is wrong with one field."""

    place: str = Field(examples=["body"])
    field: str = Field(examples=["amount/count"])
    detail: str
    ko: str
    en: str


class Problem(BaseModel):
    """Problem details for HTTP APIs (RFC 9457), with both languages and the number of the request."""

    type: str = Field(examples=["urn:pumasi:problem:record-missing"])
    title: str = Field(examples=["찾을 수 없음"])
    status: int = Field(examples=[404])
    detail: str
    instance: str = Field(examples=["urn:uuid:0a1b6c1e-6a41-4a5c-9d8a-0a8f4f1f2c11"])
    ko: Text
    en: Text
    errors: list[FieldFault] = []


def status_of(error: PumasiError) -> int:
    """The HTTP status that says what kind of failure it is."""
    if isinstance(error, FaceError):
        return error.STATUS
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 422)


def problem_of(error: PumasiError, connection: HTTPConnection) -> Problem:
    """The problem details of an error for this request."""
    status, language = status_of(error), language_of(connection)
    title_ko, title_en = TITLES[status]
    texts = {"ko": Text(title=title_ko, detail=error.ko), "en": Text(title=title_en, detail=error.en)}
    faults = faults_of(error)
    return Problem(
        type="urn:pumasi:problem:" + re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower(),
        title=texts[language].title,
        status=status,
        detail=texts[language].detail,
        instance=f"urn:uuid:{request_id_of(connection)}",
        ko=texts["ko"],
        en=texts["en"],
        errors=[
            FieldFault(
                place=f.place, field=f.field, detail=f.ko if language == "ko" else f.en, ko=f.ko, en=f.en
            )
            for f in faults
        ],
    )


def faults_of(error: PumasiError) -> Sequence[FieldProblem]:
    """Which fields are wrong, where an error is about fields."""
    match error:
        case RequestInvalid():
            return error.problems
        case RecordInvalid():
            ko, en = str(error.fields["ko"]), str(error.fields["en"])
        case ResidentNumberRefused():
            ko, en = error.ko, error.en
        case _:
            return ()
    return (FieldProblem(place="body", field=str(error.fields["field"]), ko=ko, en=en),)


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The problem as an answer; ``errors`` only where there are some."""
    return JSONResponse(
        problem.model_dump(mode="json", exclude_defaults=True),
        status_code=problem.status,
        headers=dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def from_http(error: HTTPException) -> PumasiError:
    """An error of the framework as one of ours."""
    known: dict[int, type[FaceError]] = {404: AddressUnknown, 405: MethodRefused}
    if error.status_code in known:
        return known[error.status_code]()
    if error.status_code == 413 and isinstance(error.__cause__, BodyTooLarge):
        return error.__cause__
    if 400 <= error.status_code < 500:
        return RequestInvalid(
            [FieldProblem(place="body", field="", ko="형식을 읽을 수 없습니다.", en="It cannot be read.")]
        )
    return UnexpectedFailure()


def from_validation(faults: Sequence[Mapping[str, Any]]) -> RequestInvalid:
    """Validation faults as ours: where, and what is expected, never what was sent."""
    return RequestInvalid([_field_problem(fault) for fault in faults])


_LIMITS: Mapping[str, tuple[str, str, str]] = {
    "string_too_long": ("max_length", "{}자 이하로 적으십시오.", "Use at most {} characters."),
    "string_too_short": ("min_length", "{}자 이상 적으십시오.", "Use at least {} characters."),
    "too_long": ("max_length", "{}개 이하로 적으십시오.", "Give at most {}."),
    "too_short": ("min_length", "{}개 이상 적으십시오.", "Give at least {}."),
    "greater_than_equal": ("ge", "{} 이상이어야 합니다.", "It must be at least {}."),
    "greater_than": ("gt", "{}보다 커야 합니다.", "It must be more than {}."),
    "less_than_equal": ("le", "{} 이하여야 합니다.", "It must be at most {}."),
    "less_than": ("lt", "{}보다 작아야 합니다.", "It must be less than {}."),
    "enum": ("expected", "다음 가운데 하나여야 합니다: {}.", "It must be one of: {}."),
    "literal_error": ("expected", "다음 가운데 하나여야 합니다: {}.", "It must be one of: {}."),
}
_KINDS: Mapping[str, tuple[str, str]] = {
    "missing": ("꼭 필요한 값입니다.", "This is required."),
    "extra_forbidden": ("없는 항목입니다. 지우십시오.", "There is no such field. Remove it."),
    "json_invalid": ("JSON 형식이 아닙니다.", "It is not valid JSON."),
    "int": ("정수로 적으십시오.", "Give a whole number."),
    "float": ("숫자로 적으십시오.", "Give a number."),
    "bool": ("true 또는 false로 적으십시오.", "Give true or false."),
    "date": ("날짜는 2026-11-22처럼 적으십시오.", "Write the day like 2026-11-22."),
    "datetime": (
        "시각은 2026-11-22T09:00:00Z처럼 적으십시오.",
        "Write the moment like 2026-11-22T09:00:00Z.",
    ),
    "string": ("글자로 적으십시오.", "Give text."),
    "list": ("목록으로 적으십시오.", "Give a list."),
}
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}|[0-9]{1,6}|if-match|pumasi-purpose", re.IGNORECASE | re.ASCII)


def _field_problem(fault: Mapping[str, Any]) -> FieldProblem:
    place, *path = [str(part) for part in fault["loc"]] or ["body"]
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    limit = _LIMITS.get(kind)
    if limit is not None and limit[0] in context:
        ko, en = (text.format(context[limit[0]]) for text in limit[1:])
    else:
        family = kind if kind in _KINDS else kind.partition("_")[0]
        ko, en = _KINDS.get(family, ("값을 확인하십시오.", "Check this value."))
    # A field's name may come from the sender too, in place of a value.
    field = "/".join(part if _FIELD_NAME.fullmatch(part) else "?" for part in path)
    return FieldProblem(place=place, field=field, ko=ko, en=en)
