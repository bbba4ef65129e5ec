"""The words of circles: weekdays, how members are connected, and why a role stays open."""

from __future__ import annotations

from graph.words.word import Word


class Weekday(Word):
    """The days that visits fall on, Monday first as weekly slots count them."""

    MON = "mon", "월", "Mon"
    TUE = "tue", "화", "Tue"
    WED = "wed", "수", "Wed"
    THU = "thu", "목", "Thu"
    FRI = "fri", "금", "Fri"
    SAT = "sat", "토", "Sat"
    SUN = "sun", "일", "Sun"


class Connection(Word):
    """How everybody in a circle reaches the client."""

    TWO_TIES = "two_ties", "두 다리 안", "Within two ties"
    INTRODUCTIONS = "introductions", "소개로 연결", "Connected by introductions"
    CHAIN = "chain", "소개를 이어 연결", "Connected by a chain of introductions"


class Lack(Word):
    """What a role misses; ``develop`` reads it."""

    NO_OFFER = "no_offer", "맡을 이웃 없음", "Nobody offers it"
    BARRED = "barred", "조건이 맞지 않음", "No offer fits the client"
    NO_TIME = "no_time", "시간이 맞지 않음", "Nobody is free then"
    NO_WAY = "no_way", "소개할 사람 없음", "Nobody can introduce them"
    FULL = "full", "도움 한도에 이름", "Limits of help are reached"
    TOO_FEW = "too_few", "인원 한도에 이름", "The circle may not grow"
    WITHHELD = "withheld", "비공개", "Withheld"
    NOT_FOUND = "not_found", "시간 안에 찾지 못함", "Not found in time"
