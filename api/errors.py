"""What the faces of the application refuse, each with the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from graph.errors import PumasiError


class FaceError(PumasiError):
    """Base of the errors of pages, HTTP, command line and accounts."""

    STATUS: ClassVar[int] = 400


class SignInNeeded(FaceError):
    """Nobody is signed in, or the session has ended."""

    STATUS = 401
    KO = "로그인이 필요합니다. 일정 시간 사용하지 않으면 자동으로 로그아웃되니 다시 로그인하십시오."
    EN = "Please sign in. A session that is not used for a while ends by itself."


class SignInRefused(FaceError):
    """The name or the password is wrong; which one is not said."""

    STATUS = 401
    KO = "아이디 또는 비밀번호가 올바르지 않습니다. 확인한 뒤 다시 입력하십시오."
    EN = "The user name or the password is not right. Check both and try again."


class SignInLocked(FaceError):
    """Too many failures in a row for this name."""

    STATUS = 429
    KO = "로그인에 여러 번 실패하여 잠시 잠겼습니다. {minutes}분 뒤에 다시 시도하십시오."
    EN = "Signing in failed too often and is locked for now. Try again in {minutes} minutes."

    def __init__(self, *, minutes: int) -> None:
        super().__init__(minutes=minutes)
        self.minutes = minutes


class FormExpired(FaceError):
    """A page request without this session's form token."""

    STATUS = 403
    KO = "화면이 오래되어 저장하지 않았습니다. 화면을 새로 고친 뒤 다시 입력하십시오."
    EN = "This page is out of date, so nothing was saved. Reload it and try again."


class TokenRefused(FaceError):
    """A bearer token is unknown, revoked or expired."""

    STATUS = 401
    KO = "API 토큰을 확인할 수 없습니다. 폐기되었거나 기한이 지났으면 새로 발급받으십시오."
    EN = "The API token is not valid. If it was revoked or has expired, have a new one issued."


class PurposeRefused(FaceError):
    """The purpose named in the request is unknown, or not the one of the token."""

    STATUS = 403
    KO = "이 요청에 쓸 수 없는 이용 목적입니다. Pumasi-Purpose 값을 발급받은 목적으로 고치십시오."
    EN = "The purpose cannot be used for this request. Set Pumasi-Purpose to the purpose that was granted."


class AddressUnknown(FaceError):
    """No page or resource has that address."""

    STATUS = 404
    KO = "요청한 주소가 없습니다. 주소를 확인하거나 처음 화면에서 다시 찾으십시오."
    EN = "There is nothing at this address. Check it, or start again from the first page."


class MethodRefused(FaceError):
    """The address does not take this method."""

    STATUS = 405
    KO = "이 주소에서는 쓸 수 없는 요청 방법입니다. API 문서에서 방법을 확인하십시오."
    EN = "This address does not take that method. See the API description."


class MatchNeeded(FaceError):
    """A change must name the version that was read."""

    STATUS = 428
    KO = "If-Match 머리글에 읽은 기록의 ETag를 적어 다시 보내십시오."
    EN = "Send the ETag of the record that was read in the If-Match header."


class MatchRefused(FaceError):
    """If-Match does not hold one strong version tag."""

    STATUS = 412
    KO = "If-Match 값이 기록의 판과 다릅니다. 기록을 다시 읽은 뒤 보내십시오."
    EN = "If-Match is not a version of the record. Read the record again, then send."


class PageCursorRefused(FaceError):
    """A list cannot be continued from that cursor."""

    STATUS = 400
    KO = "목록을 이어 볼 수 없습니다. 첫 쪽부터 다시 여십시오."
    EN = "The list cannot be continued from there. Start again from its first page."


class BodyTooLarge(FaceError):
    """More was sent than is accepted at once."""

    STATUS = 413
    KO = "보낸 내용이 한도({mebibytes}MiB)보다 큽니다. 나누어 보내십시오."
    EN = "What was sent is larger than the limit of {mebibytes} MiB. Send it in parts."

    def __init__(self, *, mebibytes: int) -> None:
        super().__init__(mebibytes=mebibytes)


class HostRefused(FaceError):
    """The request names a host that this server does not answer for."""

    STATUS = 421
    KO = "이 서버의 주소가 아닙니다. 관리자가 안내한 주소로 접속하십시오."
    EN = "This server does not answer under that host name. Use the address that your administrator gave."


class UnexpectedFailure(FaceError):
    """Something failed that was not foreseen; the log has the place."""

    STATUS = 500
    KO = "처리하는 중에 문제가 생겨 저장하지 않았을 수 있습니다. 요청 번호를 관리자에게 알려 주십시오."
    EN = "Something failed, and it may not have been saved. Give the request number to your administrator."


class JobGone(FaceError):
    """A job is not known: its time is over, the application was started again, or it is somebody else's."""

    STATUS = 410
    KO = (
        "진행 상황이 남아 있지 않습니다. 중간에 멈춘 일은 아무것도 저장하지 않습니다. '가져오기'나 '품앗이 찾기' "
        "목록에서 끝났는지 확인하고, 없으면 다시 시작하십시오."
    )
    EN = (
        "How far this was is no longer known. What was cut short has saved nothing. See under 'Import' or 'Exchanges' "
        "whether it was finished, and start it again if not."
    )


class JobsFull(FaceError):
    """As many files as can be held at once are being worked on."""

    STATUS = 503
    KO = "처리 중인 파일이 많아 시작하지 않았습니다. 잠시 뒤 다시 시도하십시오."
    EN = "Too many files are being worked on, so this was not started. Try again in a while."


class JobStopped(FaceError):
    """The application stops while a job is at work."""

    STATUS = 503
    KO = "프로그램이 종료되어 멈추었습니다. 아무것도 저장하지 않았으니 다시 시작된 뒤 파일을 다시 올리십시오."
    EN = "The application was stopped. Nothing was saved: send the file again once it is back."


class JobCancelled(FaceError):
    """Its owner stopped a job."""

    STATUS = 409
    KO = "찾기를 멈추었습니다. 아무것도 저장하지 않았습니다."
    EN = "The search was stopped. Nothing was saved."


class SolverGone(FaceError):
    """The process that solves ended before it answered."""

    STATUS = 503
    KO = "계산하던 프로그램이 중간에 끝나 결과가 없습니다. 다시 시도하고, 되풀이되면 관리자에게 알리십시오."
    EN = "The program that was solving ended before it had an answer. Try again, and tell the administrator if it happens again."


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """What is wrong with one field of a request; never the value that was sent."""

    place: str
    field: str
    ko: str
    en: str


class RequestInvalid(FaceError):
    """Fields of a request are missing or not valid."""

    STATUS = 422
    KO = "입력한 값 {count}개를 확인하십시오. 아무것도 저장하지 않았습니다."
    EN = "Check {count} of the values sent. Nothing was saved."

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class AccountsUnusable(FaceError):
    """The file of accounts cannot be used."""

    STATUS = 503
    KO = "계정 파일을 사용할 수 없습니다: {ko}"
    EN = "The file of accounts cannot be used: {en}"

    def __init__(self, *, ko: str, en: str) -> None:
        super().__init__(ko=ko, en=en)


class SettingInvalid(FaceError):
    """A setting has a value that it cannot have."""

    KO = "설정 값을 확인하십시오: {names}. 환경 변수나 명령 옵션을 고친 뒤 다시 실행하십시오."
    EN = "Check these settings: {names}. Correct the environment variable or the option, and start again."

    def __init__(self, *, names: str) -> None:
        super().__init__(names=names)


class KeyUnreadable(FaceError):
    """The key file does not hold a key."""

    STATUS = 503
    KO = "키 파일을 읽을 수 없습니다. 64자리 16진수(32바이트)인지 확인하십시오."
    EN = "The key file cannot be read. It should hold 64 hexadecimal digits (32 bytes)."


class PasswordUnreadable(FaceError):
    """The password file of the database server does not hold a password."""

    STATUS = 503
    KO = (
        "비밀번호 파일을 읽을 수 없습니다. PUMASI_NEO4J_PASSWORD_FILE이 가리키는 파일의 첫 줄에 "
        "'사용자:비밀번호' 또는 비밀번호만 적으십시오."
    )
    EN = (
        "The password file cannot be read. Its first line should hold 'user:password', or the password alone: "
        "see PUMASI_NEO4J_PASSWORD_FILE."
    )


class AccountMissing(FaceError):
    """No account has that name."""

    STATUS = 404
    KO = "그런 계정이 없습니다. '{command}'(으)로 계정 이름을 확인하십시오."
    EN = "There is no such account. See the names with '{command}'."

    def __init__(self, *, command: str) -> None:
        super().__init__(command=command)


class AccountExists(FaceError):
    """The name of an account is taken."""

    STATUS = 409
    KO = "이미 있는 계정 이름입니다. 다른 이름을 쓰십시오."
    EN = "An account of that name exists already. Use another name."


class OpenHostRefused(FaceError):
    """Serving beyond this computer needs encryption."""

    KO = (
        "이 컴퓨터 밖에서 접속하게 하려면 TLS가 필요합니다. PUMASI_TLS_CERT와 PUMASI_TLS_KEY에 인증서와 키 "
        "파일을 지정하거나, --host 127.0.0.1로 시작하십시오."
    )
    EN = (
        "Serving beyond this computer needs TLS. Set PUMASI_TLS_CERT and PUMASI_TLS_KEY to a certificate and "
        "its key, or start with --host 127.0.0.1."
    )


class DiskFull(FaceError):
    """A disk has no room for what a command writes."""

    STATUS = 503
    KO = "디스크가 가득 찼습니다. 공간을 비운 뒤 다시 하십시오. 쓰던 파일은 지웠고 이전 자료는 그대로입니다."
    EN = "The disk is full. Make room and try again. What was begun is gone, and the data is as it was."


class FileUnusable(FaceError):
    """A file named on the command line cannot be read or written."""

    KO = "{file} 파일을 읽거나 쓸 수 없습니다({cause}). 경로와 권한을 확인하십시오."
    EN = "The file {file} cannot be read or written ({cause}). Check its path and your rights."
