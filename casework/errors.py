"""What can stop an act, each with the way out."""

from __future__ import annotations

from graph.errors import PumasiError


class CaseworkError(PumasiError):
    """Base of the errors of casework."""


class RightMissing(CaseworkError):
    """The viewer's role does not include the act."""

    KO = "'{act}' 권한이 없습니다. 사례관리팀장에게 권한을 요청하십시오."
    EN = "Your role does not include '{act_en}'. Ask the team leader for the right."


class OtherDong(CaseworkError):
    """The record belongs to another dong, which alone may open it."""

    KO = "다른 동에서 관리하는 기록입니다. 그 동의 담당 팀에 문의하십시오."
    EN = "Another dong keeps this record. Ask the team of that dong."


class LinkageMoveRefused(CaseworkError):
    """The linkage cannot move that way."""

    KO = "연계 상태를 '{before}'에서 '{after}'(으)로 바꿀 수 없습니다. 화면을 새로 고쳐 현재 상태를 확인하십시오."
    EN = "A linkage cannot move from '{before_en}' to '{after_en}'. Reload to see where it stands."


class GateClosed(CaseworkError):
    """A hard condition no longer holds for this pair."""

    KO = "지금은 이 연계를 진행할 수 없습니다: {reasons_ko} 확인한 뒤 다시 하거나 다른 자원을 고르십시오."
    EN = "This linkage cannot go ahead now: {reasons_en} Settle this and try again, or choose another resource."


class ConsentMissing(CaseworkError):
    """The person has not agreed to what the act needs."""

    KO = "'{purpose}' 동의가 없습니다. 당사자에게 설명하고 동의를 받은 뒤 다시 하십시오."
    EN = (
        "There is no consent for '{purpose_en}'. Explain it to the person, record the consent, and try again."
    )


class AnswerMissing(CaseworkError):
    """A decision needs the answers of both sides."""

    KO = "{side}의 답이 아직 없습니다. 답을 들은 뒤 기록하십시오."
    EN = "The answer of the {side_en} is not known yet. Ask, then record it."


class ImportUndone(CaseworkError):
    """The import was undone already."""

    KO = "이미 되돌린 가져오기입니다. 다시 반영하려면 파일을 새로 가져오십시오."
    EN = "This import was undone already. To take it in again, import the file anew."


class PreviewOutdated(CaseworkError):
    """The graph changed between the look and the import."""

    KO = "미리 본 뒤 자료가 바뀌었습니다. 다시 미리 보고 반영하십시오."
    EN = "The data changed after the preview. Look again, then import."


class RecordTypeClosed(CaseworkError):
    """There is no such record type, or it is not opened or written directly."""

    KO = "이 종류의 기록은 직접 열거나 고칠 수 없습니다. 해당 업무 화면을 이용하십시오."
    EN = "Records of this type are not opened or changed directly. Use the page for that work."


class HoldPast(CaseworkError):
    """A hold must reach into the future."""

    KO = "자리 확보 기한이 이미 지난 시각입니다. 앞으로의 시각을 적으십시오."
    EN = "The hour until which the place is held has passed. Give one that lies ahead."


class FileUnknown(CaseworkError):
    """No ready-made mapping knows the headers of the file."""

    KO = "{file}의 열 이름만으로는 어떤 파일인지 알 수 없습니다. '파일 종류'를 직접 고르십시오. {why_ko}"
    EN = "The headers of {file} do not tell what kind of file it is. Choose its kind. {why_en}"


class AssessmentMissing(CaseworkError):
    """Nothing is suggested before the need is assessed (B25)."""

    KO = "이 요청의 욕구가 아직 사정되지 않았습니다. 욕구를 먼저 기록하십시오."
    EN = "The need behind this ask is not assessed yet. Record the need first."


class PreviewGone(CaseworkError):
    """A preview is not kept: it was imported, its time is over, or it is somebody else's."""

    KO = "미리보기가 남아 있지 않습니다. 파일을 다시 올려 미리 본 뒤 반영하십시오."
    EN = "The preview is no longer there. Send the file again, look, then import."


class StoreInUse(CaseworkError):
    """A sample goes only where nobody is registered."""

    KO = "이미 등록된 사람이 있는 저장소에는 가상 자료를 넣지 않습니다. '--store'로 새 저장소를 지정하십시오."
    EN = "People are registered in this store, so no sample is put there. Name another one with '--store'."


class ReasonMissing(CaseworkError):
    """What leaves the team leaves for a reason that is kept."""

    KO = "내려받는 사유를 적어야 합니다. 사유는 접근 기록에 남습니다."
    EN = "Give the reason for taking this out. It is kept in the access log."


class SheetUnknown(CaseworkError):
    """The team has no sheet of that name."""

    KO = "그런 대장은 없습니다. 내려받을 수 있는 대장: {sheets}."
    EN = "There is no such sheet. Sheets that can be taken out: {sheets}."


class ResponsibleOnly(CaseworkError):
    """Only the worker who answers for the person may see it."""

    KO = "이 당사자를 담당하는 사례관리자만 볼 수 있습니다. 담당자에게 문의하십시오."
    EN = "Only the case manager of this client may see it. Ask them."


class StockShort(CaseworkError):
    """More was ticked than is there."""

    KO = "남은 수량({left})보다 많은 {asked}가구를 골랐습니다. 수량을 확인하고 다시 고르십시오."
    EN = "{asked} households were ticked, but {left} are left. Check the number and tick again."


class MoveUnverified(CaseworkError):
    """What arrived is not what was sent."""

    KO = "옮긴 내용이 원래 저장소와 다릅니다. 옮긴 것을 쓰지 말고 지운 뒤 다시 옮기십시오."
    EN = "What arrived differs from what was sent. Do not use it: delete it and move the store again."


class RoundClosed(CaseworkError):
    """Nothing more is done in a round that is closed."""

    KO = "이미 마친 제안입니다. 새로 찾기를 시작하십시오."
    EN = "This round is closed. Run a new one."


class LegNotAsked(CaseworkError):
    """A yes counts once the helper was asked, which holds the place."""

    KO = "아직 요청하지 않은 도움입니다. 먼저 '연계 요청'으로 자리를 확보한 뒤 답을 기록하십시오."
    EN = "Nobody was asked for this help yet. Ask first, which holds the place, then record the answer."


class LegUnderWay(CaseworkError):
    """What people were asked already is ended by their answer, not set aside."""

    KO = "이미 요청한 도움이라 제외할 수 없습니다. 두 분의 답을 기록하십시오."
    EN = "People were asked for this help already, so it is not set aside. Record their answers."


class NothingToRepair(CaseworkError):
    """Every help of a proposal stands."""

    KO = "끝난 도움이 없어 보완할 것이 없습니다. 거절, 연락 안 됨, 제외를 먼저 기록하십시오."
    EN = "No help of this proposal has ended, so there is nothing to repair. Record a no, not reached, or set one aside."


class PlanMissing(CaseworkError):
    """Whose asks stay unmet is told of a plan for all asks alone."""

    KO = "전체 배정으로 찾은 제안만 형평을 볼 수 있습니다. '열린 요청 전체 배정'을 먼저 하십시오."
    EN = "Fairness is told of an allocation alone. Plan all open asks first."


class QuestionIncomplete(CaseworkError):
    """A question about the network lacks whom or what it asks about."""

    KO = "이 물음에는 '{field}'이(가) 필요합니다. 고른 뒤 다시 물으십시오."
    EN = "This question needs '{field_en}'. Choose it, then ask again."


class OnlyReceives(CaseworkError):
    """A part in a circle is for a client who said that they want to give (D24)."""

    KO = "나누고 싶다는 말씀이 기록되어 있지 않아 당사자의 몫을 정하지 않습니다. 받기만 하셔도 됩니다. 나눔 의사를 여쭙고 기록한 뒤 다시 하십시오."
    EN = "No wish to give is recorded, so the client is given no part. Only receiving is fine. Ask, record the wish, then try again."


class PartUnknown(CaseworkError):
    """The template knows no such part of a client."""

    KO = "'{part}'은(는) 이 모임에서 당사자가 할 수 있는 몫이 아닙니다. 목록에서 고르십시오."
    EN = "'{part}' is no part of a client in this circle. Choose from the list."


class CircleOutdated(CaseworkError):
    """The circle was formed anew since, and what is asked about is not in it."""

    KO = "그동안 모임이 다시 꾸려졌습니다. 화면을 새로 고쳐 현재 모임을 확인하십시오."
    EN = "The circle was formed anew since. Reload to see it as it stands now."
