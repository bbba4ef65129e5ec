"""Who may do what: one table of acts and roles, read in one place."""

from __future__ import annotations

from types import MappingProxyType

from casework.errors import RightMissing
from graph.view import Viewer
from graph.words.kinds import StaffRole as Role
from graph.words.word import Word


class Act(Word):
    """Everything a team member can do, as rights are given."""

    SEE_CLIENTS = "see_clients", "당사자 목록 보기", "See the list of clients"
    SEE_CLIENT = "see_client", "당사자 보기", "See a client"
    SEE_NAMES = "see_names", "가림 없이 보기", "See unmasked names"
    SEE_REGISTER = "see_register", "대장 보기", "See the register"
    SEE_HISTORY = "see_history", "변경 이력 보기", "See history"
    SEE_LOG = "see_log", "접근 기록 보기", "See the access log"
    EDIT_PEOPLE = "edit_people", "사람·가구 기록", "Record people and households"
    ASSIGN = "assign", "담당 사례관리자 변경", "Change the case manager"
    EDIT_NEEDS = "edit_needs", "욕구·요청 기록", "Record needs and asks"
    EDIT_RESOURCES = "edit_resources", "자원 기록", "Record resources"
    EDIT_TIES = "edit_ties", "관계 기록", "Record ties"
    RECORD_CONSENT = "record_consent", "동의 기록", "Record consent"
    PROTECT = "protect", "분리 보호 기록", "Record people to be kept apart"
    SUGGEST = "suggest", "연계 후보 보기", "See suggestions"
    DECIDE = "decide", "연계 결정 기록", "Record decisions"
    SEE_ROUNDS = "see_rounds", "품앗이 제안 보기", "See proposed exchanges and circles"
    RUN_ROUND = "run_round", "품앗이 제안 만들기", "Run a round of proposals"
    OFFER = "offer", "나눔 대상 보기", "See households for an offer"
    DRAW = "draw", "생태도 보기", "See the picture"
    SEE_DONG = "see_dong", "우리 동 관계망 보기", "See the network of the dong"
    ASK_NETWORK = "ask_network", "관계망에 묻기", "Ask the network"
    IMPORT = "import", "파일 가져오기", "Import files"
    EXPORT = "export", "파일 내보내기", "Export files"
    MOVE = "move", "저장소 옮기기", "Move the store"
    FORGET = "forget", "파기", "Forget a person"
    SEE_CONDITION = "see_condition", "설치 상태 보기", "See the condition of the installation"


_CARERS = frozenset({Role.CASE_MANAGER, Role.TEAM_LEADER, Role.SUPERVISOR})
_KEEPERS = frozenset({Role.RESOURCE_KEEPER, *_CARERS})
_LEADERS = frozenset({Role.TEAM_LEADER, Role.SUPERVISOR})

RIGHTS: MappingProxyType[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.SEE_CLIENTS: _CARERS,
        Act.SEE_CLIENT: _CARERS,
        Act.SEE_NAMES: _CARERS,
        Act.SEE_REGISTER: _KEEPERS,
        Act.SEE_HISTORY: _CARERS,
        Act.SEE_LOG: _LEADERS | {Role.ADMINISTRATOR},
        Act.EDIT_PEOPLE: _CARERS,
        Act.ASSIGN: _LEADERS,
        Act.EDIT_NEEDS: _CARERS,
        Act.EDIT_RESOURCES: _KEEPERS,
        Act.EDIT_TIES: _CARERS,
        Act.RECORD_CONSENT: _CARERS,
        Act.PROTECT: _CARERS,
        Act.SUGGEST: _CARERS,
        Act.DECIDE: _CARERS,
        Act.SEE_ROUNDS: _CARERS,
        Act.RUN_ROUND: _CARERS,
        Act.OFFER: _KEEPERS,
        Act.DRAW: _CARERS,
        Act.SEE_DONG: _KEEPERS,
        Act.ASK_NETWORK: _CARERS,
        Act.IMPORT: _KEEPERS,
        Act.EXPORT: _KEEPERS,
        Act.MOVE: _LEADERS | {Role.ADMINISTRATOR},
        Act.FORGET: _LEADERS,
        Act.SEE_CONDITION: _LEADERS,
    }
)


def may(viewer: Viewer, act: Act) -> bool:
    """Whether the viewer's role includes the act."""
    return viewer.role in RIGHTS[act]


def require(viewer: Viewer, act: Act) -> None:
    """Stop an act that the viewer's role does not include.

    Raises:
        RightMissing: it does not.
    """
    if not may(viewer, act):
        raise RightMissing(act=act.ko, act_en=act.en)
