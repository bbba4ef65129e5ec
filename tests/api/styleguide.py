"""Every part of the pages at once, filled with invented people, on a page that only tests serve."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.pages import parts as p

SOURCE = Path(__file__).with_name("styleguide.html").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Styleguide:
    actions: tuple
    needs: tuple
    suggestions: tuple
    why_not: p.WhyNot
    history: tuple
    empty: p.Empty
    facts: tuple
    search: p.Search
    people: p.Table
    paging: p.Paging
    counts: tuple
    refused: p.Table
    fields: tuple


def need(number, urgency, label, area, title, *facts, current=False):
    return p.NeedItem(
        id=f"n-{number}", title=title, area=area, urgency=urgency, urgency_label=label, href="#", facts=facts, current=current
    )  # fmt: skip


def buttons(name):
    return (
        p.Action(label="요청하기", href="#", method="post", tone="primary", about=name),
        p.Action(label="대기로 두기", href="#", method="post", tone="tertiary", about=name),
        p.Action(label="거절 기록", href="#", tone="tertiary", about=name),
    )


PAGE = Styleguide(
    actions=(
        p.Action(label="생태도 크게 보기", href="#"),
        p.Action(label="욕구 추가", href="#", tone="secondary"),
    ),
    needs=(
        need(1, "crisis", "위기", "건강·돌봄", "혼자 넘어져 병원에 다녀옴", "2026. 11. 3. 확인", "요청 1건", current=True),
        need(2, "high", "높음", "영양·식생활", "끼니를 거르는 날이 많음", "2026. 11. 10. 확인", "요청 2건"),
        need(3, "today", "오늘 안에", "주거·에너지", "보일러가 멈춤", "2026. 11. 22. 확인"),
        need(4, "ordinary", "보통", "관계·고립", "말벗이 없고 외출이 줄어듦", "2026. 10. 2. 확인", "요청 1건"),
    ),
    suggestions=(
        p.Suggestion(
            id="r-1",
            name="가온교회 반찬 나눔",
            giver_label="민간",
            giver_tone="private",
            giver="가온교회",
            reasons=(
                "바라는 도움(밑반찬)과 같은 종류입니다.",
                "집에서 걸어서 350m입니다.",
                "월·수·금 11:30~12:30에 올 수 있습니다. 바라는 시간과 모두 맞습니다.",
                "지난 4월에도 함께한 적이 있습니다.",
            ),
            introduction="옆집 최○○ 님이 이 교회에 다녀 소개할 수 있습니다.",
            tags=("무료", "방문", "종교단체"),
            score=(
                p.ScoreLine(text="종류가 맞음", points=40),
                p.ScoreLine(text="거리", points=18),
                p.ScoreLine(text="시간", points=20),
                p.ScoreLine(text="소개", points=9),
            ),
            total=87,
            actions=buttons("가온교회 반찬 나눔"),
        ),
        p.Suggestion(
            id="r-2",
            name="한○○ 님의 점심 나눔",
            giver_label="이웃",
            giver_tone="neighbour",
            reasons=("집에서 걸어서 120m입니다.", "이번 주에 맡은 일이 없습니다."),
            cautions=("마당에 개가 있습니다. 당사자가 괜찮은지 먼저 물어보십시오.",),
            questions=("수요일 점심에도 올 수 있습니까?",),
            tags=("이웃", "주 2회"),
            actions=buttons("한○○ 님의 점심 나눔"),
        ),
        p.Suggestion(
            id="r-3",
            name="가온종합사회복지관 경로식당",
            giver_label="공공위탁",
            giver_tone="public",
            reasons=("65세 이상이면 이용할 수 있습니다.", "월~금 점심에 자리가 있습니다."),
            cautions=("기록을 확인한 지 8개월이 지났습니다.",),
            outcome="요청했습니다. 11월 25일 18:00까지 자리를 잡아 두었습니다.",
        ),
    ),
    why_not=p.WhyNot(
        name="나래교회 무료급식",
        summary="더 가깝지만 지금은 연결할 수 없습니다.",
        findings=(
            p.Finding(verdict="fail", text="화요일과 목요일에만 합니다. 바라는 요일은 월·수·금입니다."),
            p.Finding(verdict="ask", text="65세 미만도 되는지 모릅니다.", question="나이 제한이 있는지 물어보십시오."),
            p.Finding(verdict="pass", text="집에서 걸어서 90m입니다."),
        ),
    ),
    history=(
        p.HistoryEntry(
            at=datetime(2026, 11, 22, 5, 30, tzinfo=UTC), who="박○○", what="연계 요청", why="당사자가 원함", tone="info"
        ),
        p.HistoryEntry(
            at=datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
            who="박○○",
            what="욕구 수정",
            why="방문 상담",
            changed=(p.Changed(label="긴급도", before="보통", after="높음"),),
        ),
        p.HistoryEntry(
            at=datetime(2026, 11, 3, 1, 0, tzinfo=UTC), who="박○○", what="거절 기록", why="교회는 부담스러움", tone="bad"
        ),
    ),
    empty=p.Empty(
        title="조건에 맞는 자원이 없습니다",
        text="없는 자원을 빈틈으로 남기면 동네에서 무엇이 모자란지 알 수 있습니다.",
        action=p.Action(label="빈틈으로 남기기", href="#", tone="secondary"),
    ),
    facts=(
        p.Fact(label="가구 유형", text="1인 가구"),
        p.Fact(label="사용 언어", text="한국어"),
        p.Fact(label="방문 허용", text="여성만"),
        p.Fact(label="건강", text="비공개", withheld=True),
    ),
    search=p.Search(href="#", label="이름이나 초성으로 찾기", hint="예: 이순, ㅇㅅ"),
    people=p.Table(
        caption="당사자 목록",
        columns=(
            p.Column(label="이름"),
            p.Column(label="나이", number=True),
            p.Column(label="행정동"),
            p.Column(label="열린 욕구", number=True),
            p.Column(label="가장 급한 욕구"),
            p.Column(label="다시 볼 날"),
        ),
        rows=tuple(
            (
                p.Cell(text=name, href="#"),
                p.Cell(text=f"{age}세"),
                p.Cell(text="가온1동"),
                p.Cell(text=str(count)),
                p.Cell(text=urgent, tone=tone),
                p.Cell(text="2026. 12. 1."),
            )
            for name, age, count, urgent, tone in (
                ("이○○", 78, 4, "위기", "bad"),
                ("김○○", 64, 2, "높음", "caution"),
                ("응우옌○○", 31, 1, "보통", "plain"),
            )
        ),
    ),
    paging=p.Paging(said="1~3번째", first_href="#", next_href="#"),
    counts=(
        p.Count(label="새로 등록", number=1204, tone="good"),
        p.Count(label="바뀜", number=18, tone="info"),
        p.Count(label="그대로", number=3310),
        p.Count(label="거부", number=7, tone="bad", href="#"),
        p.Count(label="파일에 없음", number=2, tone="caution"),
    ),
    refused=p.Table(
        caption="거부한 줄",
        caption_shown=True,
        columns=tuple(p.Column(label=label) for label in ("줄", "칸", "까닭", "고치는 법")),
        rows=(
            (
                p.Cell(text="48"),
                p.Cell(text="급식요일"),
                p.Cell(text="요일을 읽을 수 없습니다."),
                p.Cell(text="'월+수+금'처럼 적으십시오."),
            ),
        ),
    ),
    fields=(
        p.FormField(name="title", label="당사자의 말", kind="textarea", hint="들은 그대로 적으십시오.", required=True),
        p.FormField(
            name="urgency",
            label="긴급도",
            kind="radio",
            value="high",
            required=True,
            options=(p.Option(value="high", label="높음"), p.Option(value="ordinary", label="보통")),
        ),
        p.FormField(
            name="kind",
            label="원하는 도움",
            kind="select",
            value="meal",
            options=(p.Option(value="meal", label="식사 배달"), p.Option(value="talk", label="말벗")),
        ),
        p.FormField(name="day", label="시작 희망일", kind="date", value="2026-11-01", error="지난 날짜입니다. 오늘이나 그 뒤로 고르십시오."),
        p.FormField(name="file", label="파일", kind="file", accept=".csv,.xlsx"),
    ),
)  # fmt: skip
