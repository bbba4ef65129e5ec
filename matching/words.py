"""What gates and criteria are called, and the three answers a gate can give."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from graph.words.word import Word


class Verdict(IntEnum):
    """A gate's answer; only ``FAIL`` excludes, and ``ASK`` comes with a question (확인 필요)."""

    FAIL = 0
    ASK = 1
    PASS = 2


FAILS, ASKS, PASSES = (np.int8(verdict) for verdict in Verdict)
"""The answers as columns hold them; numpy takes many times as long to compare a column with a ``Verdict``."""


class GateName(Word):
    """Each hard rule (design section 4.1)."""

    SERVICE_FIT = "service_fit", "도움 종류", "Kind of help"
    NOT_ONESELF = "not_oneself", "본인 제외", "Not oneself"
    CONSENT = "consent", "연계 동의", "Consent to be matched"
    REFUSAL = "refusal", "거절 의사", "A person's no"
    KEEP_APART = "keep_apart", "분리 보호", "Kept apart"
    VALID_ON_THE_DAY = "valid_on_the_day", "제공 기간", "Valid on the day"
    SEASON = "season", "제공 시기", "Season"
    BEST_BEFORE = "best_before", "소비기한", "Best before"
    ALLERGY = "allergy", "음식 알레르기", "Food allergy"
    PAUSED = "paused", "제공 중지", "Paused"
    CAPACITY = "capacity", "남은 제공량", "Capacity or stock left"
    SLOTS = "slots", "시간", "Times"
    REACH = "reach", "걸어서 닿는 거리", "Reach on foot"
    ELIGIBILITY = "eligibility", "이용 대상", "Eligibility"
    QUALIFICATION = "qualification", "교육·자격", "Training or licence"
    SAFETY_CHECK = "safety_check", "범죄전력 조회", "Safety check"
    LANGUAGE = "language", "언어", "Language"
    ACCEPTS_AT_HOME = "accepts_at_home", "방문 허용", "Accepted at home"
    HOME_CONDITIONS = "home_conditions", "집의 조건", "Conditions at home"
    VISITS_PAUSED = "visits_paused", "방문 중지", "Visits paused"
    LOAD = "load", "도움 한도", "Limit of help"


class CriterionName(Word):
    """Each soft consideration (design section 4.2)."""

    FIT = "fit", "맞는 정도", "Closeness of fit"
    DISTANCE = "distance", "거리", "Distance"
    SLOTS = "slots", "시간", "Times"
    TIE = "tie", "관계", "Tie"
    LOAD = "load", "도움 부담", "Load"
    FRESHNESS = "freshness", "최근 확인", "Freshness"
    BALANCE = "balance", "지지망 균형", "Balance of support"
    SAME_HELPER = "same_helper", "같은 제공자", "Same helper"
    WENT_WELL = "went_well", "지난 연계", "Earlier linkages"
