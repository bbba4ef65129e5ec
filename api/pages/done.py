"""What was done a moment ago, said on the page that one is led to; the address carries only its name."""

from __future__ import annotations

from types import MappingProxyType

from api.pages.here import Here
from api.pages.texts import mark

_DONE = MappingProxyType(
    {
        "asked": mark("연계를 요청하고 자리를 확보했습니다. 당사자와 제공자의 답을 기록하십시오."),
        "waiting": mark("대기자 명단에 올렸습니다. 정한 날에 다시 확인하십시오."),
        "declined": mark("거절을 기록했습니다. 다시 말씀하시기 전에는 추천하지 않습니다."),
        "answered": mark("답을 기록했습니다."),
        "accepted": mark("두 분 모두 좋다고 하여 연계가 정해졌습니다."),
        "started": mark("이용 시작을 기록했습니다."),
        "kept": mark("계속 이용하는 것으로 기록했습니다."),
        "ended": mark("연계 종료를 기록했습니다."),
        "need": mark("욕구를 기록했습니다."),
        "ask": mark("욕구와 원하는 도움을 기록했습니다."),
        "withdrawn": mark("요청을 철회했습니다."),
        "consent": mark("동의를 기록했습니다."),
        "no-consent": mark("동의 철회를 기록했습니다."),
        "imported": mark("파일을 반영했습니다."),
        "undone": mark("가져오기를 되돌렸습니다."),
        "given": mark("받은 분을 기록했습니다."),
        "round": mark("찾은 제안을 보관했습니다. 물어보기 전에는 아무도 정해지지 않습니다."),
        "developed": mark("무엇이 생기면 좋을지 찾아 보관했습니다. 아무에게도 묻지 않았습니다."),
        "round-closed": mark("제안을 마쳤습니다. 이미 정해진 연계는 그대로 이어집니다."),
        "leg-no": mark("거절을 기록했습니다. 이 도움 하나만 끝나고 나머지는 그대로입니다."),
        "leg-lock": mark("이 도움을 고정했습니다. 보완할 때 그대로 둡니다."),
        "leg-unlock": mark("고정을 풀었습니다."),
        "leg-aside": mark("이 제안에서 이 두 분을 제외했습니다. 거절로 기록하지 않습니다."),
        "leg-allow": mark("제외를 풀었습니다."),
        "repaired": mark("대신할 방법을 아래에 더했습니다. 살펴보고 고르십시오."),
        "not-repaired": mark(
            "대신할 방법을 아직 찾지 못했습니다. 나머지 도움은 그대로이고, 요청은 열어 둡니다."
        ),
        "refusal-withdrawn": mark("거절 의사를 거두신 것으로 기록했습니다."),
    }
)


def said(here: Here, done: str | None) -> str | None:
    """The sentence for a name; none for a name that is not ours."""
    return None if done is None or done not in _DONE else here.say(_DONE[done])
