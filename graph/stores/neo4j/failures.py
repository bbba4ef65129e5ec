"""What can go wrong with a server, in sentences that say what to do."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from neo4j.exceptions import (
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    UnsupportedServerProduct,
)

from graph.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class _Sentence:
    ko: str
    en: str


_AWAY = _Sentence(
    "서버에 연결할 수 없습니다. 서버가 켜져 있는지 확인하십시오. 다시 켜지면 저절로 이어집니다.",
    "The server cannot be reached. Check that it is running; this goes on by itself once it is back.",
)
_PASSWORD = _Sentence(
    "서버의 사용자나 비밀번호가 맞지 않습니다. PUMASI_NEO4J_USER와 비밀번호 파일을 확인하십시오.",
    "The server refused the user or the password. Check PUMASI_NEO4J_USER and the file with the password.",
)
_TOO_OFTEN = _Sentence(
    "비밀번호가 여러 번 틀려 서버가 접속을 잠시 막았습니다. 비밀번호를 고치고 잠시 뒤 다시 하십시오.",
    "The password was wrong too often and the server waits. Correct it, and try again in a moment.",
)
_EXPIRED = _Sentence(
    "서버의 비밀번호를 바꾸어야 합니다. 관리자가 새 비밀번호를 정한 뒤 비밀번호 파일을 고치십시오.",
    "The password has to be changed on the server. Have a new one set and correct the file with the password.",
)
_RIGHTS = _Sentence(
    "이 사용자에게 권한이 없습니다. 읽기, 쓰기, 색인을 만드는 권한을 주십시오.",
    "This user lacks the right. Grant it reading, writing and the making of indexes.",
)
_READ_ONLY = _Sentence(
    "데이터베이스가 읽기 전용입니다. 서버 설정에서 쓰기를 허용하십시오.",
    "The database is read-only. Allow writing in the settings of the server.",
)
_DATABASE = _Sentence(
    "서버에 그 이름의 데이터베이스가 없습니다. 주소 끝의 이름을 확인하십시오.",
    "The server has no database of that name. Check the name at the end of the address.",
)
_CERTIFICATE = _Sentence(
    "서버의 인증서를 믿을 수 없습니다. 기관의 인증서를 PUMASI_NEO4J_CA_FILE에 지정하거나 서버의 인증서를 고치십시오.",
    "The certificate of the server is not trusted. Name that of its issuer in PUMASI_NEO4J_CA_FILE, or correct it.",
)
_NOT_ENCRYPTED = _Sentence(
    "암호화 연결을 맺지 못했습니다. 서버에서 TLS를 켜거나 주소의 '+s'를 확인하십시오.",
    "No encrypted connection could be made. Switch TLS on at the server, or check the '+s' in the address.",
)
_MEMORY = _Sentence(
    "한 번에 쓰기에는 변경이 너무 큽니다. 아무것도 저장하지 않았습니다. 나누어 하거나 서버 메모리를 늘리십시오.",
    "The change is too large to be made at once. Nothing was saved. Make it in parts, or give the server memory.",
)
_BUSY = _Sentence(
    "다른 작업과 겹쳐 끝내지 못했습니다. 아무것도 저장하지 않았으니 잠시 뒤 다시 하십시오.",
    "Other work was in the way. Nothing was saved; try again in a moment.",
)
_HELD = _Sentence(
    "다른 컴퓨터가 아직 쓰고 있습니다. 큰 파일을 반영하는 중이면 끝난 뒤 다시 하십시오. 그런 일이 없으면 멈춘 컴퓨터의 "
    "품앗이를 끝내거나 Neo4j를 다시 시작하십시오.",
    "Another computer is still writing. If a large file is being taken in, try again after it. If not, end the "
    "application on the computer that hangs, or restart Neo4j.",
)
_TIME = _Sentence(
    "서버가 정한 시간 안에 끝나지 않아 멈추었습니다. 범위를 좁혀 다시 하십시오.",
    "The server stopped it because it took too long. Try again with less at once.",
)
_UNSUPPORTED = _Sentence(
    "Neo4j 서버가 아니거나 지원하지 않는 판입니다. 주소와 포트를 확인하십시오(Neo4j 5.26 이상, Bolt 포트).",
    "This is no Neo4j server, or not a supported version. Check address and port (Neo4j 5.26 or later, Bolt).",
)
_FAILED = _Sentence(
    "저장소에서 오류가 났습니다. 관리자에게 기록(log)을 전하십시오.",
    "The store failed. Hand the log of the server to the administrator.",
)

# The last part, or the last two, of the code that a server gives.
_BY_CODE = {
    "DatabaseUnavailable": _AWAY,
    "Unauthorized": _PASSWORD,
    "AuthenticationRateLimit": _TOO_OFTEN,
    "CredentialsExpired": _EXPIRED,
    "Security.Forbidden": _RIGHTS,
    "ForbiddenOnReadOnlyDatabase": _READ_ONLY,
    "WriteOnReadOnlyAccessDatabase": _READ_ONLY,
    "General.ReadOnly": _READ_ONLY,
    "DatabaseNotFound": _DATABASE,
    "MemoryPoolOutOfMemoryError": _MEMORY,
    "TransactionOutOfMemoryError": _MEMORY,
    "OutOfMemoryError": _MEMORY,
    "DeadlockDetected": _BUSY,
    "LockAcquisitionTimeout": _BUSY,
    "LockClientStopped": _BUSY,
    "Outdated": _BUSY,
    "Terminated": _BUSY,
    "MaximumTransactionLimitReached": _BUSY,
    "NoThreadsAvailable": _BUSY,
    "TransactionTimedOut": _TIME,
    "TransactionTimedOutClientConfiguration": _TIME,
}


def unavailable(error: DriverError | Neo4jError) -> StoreUnavailable:
    """The error of the house for one of the driver's."""
    sentence = _of_server(error) if isinstance(error, Neo4jError) else _of_driver(error)
    return StoreUnavailable(sentence.ko, sentence.en)


def may_pass(error: DriverError | Neo4jError) -> bool:
    """Tell whether the same may go well in a moment: the server went away, or was busy."""
    sentence = _of_server(error) if isinstance(error, Neo4jError) else _of_driver(error)
    return sentence in (_AWAY, _BUSY) or (error.is_retryable() and sentence is _FAILED)


def held_up(error: Neo4jError) -> StoreUnavailable | None:
    """What to say when a lock was waited for in vain; None when something else went wrong."""
    waited = _of_server(error) in (_TIME, _BUSY) and not (error.code or "").endswith("DeadlockDetected")
    return StoreUnavailable(_HELD.ko, _HELD.en) if waited else None


def _of_server(error: Neo4jError) -> _Sentence:
    parts = (error.code or "").split(".")
    return _BY_CODE.get(parts[-1]) or _BY_CODE.get(".".join(parts[-2:])) or _FAILED


def _of_driver(error: DriverError) -> _Sentence:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _CERTIFICATE
        if isinstance(cause, ssl.SSLError):
            return _NOT_ENCRYPTED
        if isinstance(cause, UnsupportedServerProduct):
            return _UNSUPPORTED
    if isinstance(error, ServiceUnavailable | SessionExpired | ConnectionAcquisitionTimeoutError):
        return _AWAY
    return _UNSUPPORTED if isinstance(error, ConfigurationError) else _FAILED


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it; asking several routers leads to a group of errors."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _causes(cause)


def no_store() -> StoreUnavailable:
    """What a database says that holds no store, or one that was not moved there whole."""
    return StoreUnavailable(
        "데이터베이스에 온전한 품앗이 저장소가 없습니다. 옮기는 중이면 기다리고, 옮기다 멈췄으면 다시 옮기십시오.",
        "The database holds no whole store. If one is being moved there, wait; if that was cut short, move it again.",
    )
