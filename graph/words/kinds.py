"""The small vocabularies of records: kinds, states and grades."""

from __future__ import annotations

from graph.words.word import Word


class Sex(Word):
    """As registered; ``other`` is never guessed."""

    FEMALE = "female", "여", "Female"
    MALE = "male", "남", "Male"


class HouseholdType(Word):
    """Who lives together."""

    ALONE = "alone", "1인 가구", "Lives alone"
    COUPLE = "couple", "부부 가구", "Couple"
    PARENTS_CHILDREN = "parents_children", "부모·자녀 가구", "Parents and children"
    SINGLE_PARENT = "single_parent", "한부모 가구", "Single parent"
    GRANDPARENT = "grandparent", "조손 가구", "Grandparents and grandchildren"
    OTHER = "other", "기타 가구", "Other"


class IncomeBand(Word):
    """Income against the median of the household's size; the table and year stand in the policy."""

    UP_TO_32 = "up_to_32", "기준 중위소득 32% 이하", "Up to 32% of median income"
    UP_TO_40 = "up_to_40", "기준 중위소득 40% 이하", "Up to 40% of median income"
    UP_TO_48 = "up_to_48", "기준 중위소득 48% 이하", "Up to 48% of median income"
    UP_TO_50 = "up_to_50", "기준 중위소득 50% 이하", "Up to 50% of median income"
    UP_TO_75 = "up_to_75", "기준 중위소득 75% 이하", "Up to 75% of median income"
    UP_TO_100 = "up_to_100", "기준 중위소득 100% 이하", "Up to 100% of median income"
    UP_TO_200 = "up_to_200", "기준 중위소득 200% 이하", "Up to 200% of median income"
    ABOVE_200 = "above_200", "기준 중위소득 200% 초과", "Above 200% of median income"


class OrganisationKind(Word):
    """Sub-kinds of agencies and of the neighbourhood's own groups (B46, B48)."""

    PUBLIC_OFFICE = "public_office", "공공기관", "Public office"
    WELFARE_CENTRE = "welfare_centre", "사회복지관", "Welfare centre"
    SENIOR_CENTRE = "senior_centre", "노인복지시설", "Centre for older people"
    SENIOR_CLUB = "senior_club", "경로당", "Senior club"
    CHILDREN_CENTRE = "children_centre", "지역아동센터", "Children's centre"
    DISABILITY_CENTRE = "disability_centre", "장애인복지시설", "Disability centre"
    HEALTH = "health", "보건·의료기관", "Health service"
    MEAL_SITE = "meal_site", "무료급식소", "Free-meal site"
    FOOD_BANK = "food_bank", "푸드뱅크·푸드마켓", "Food bank"
    VOLUNTEERS = "volunteers", "자원봉사단체", "Volunteer group"
    FAITH = "faith", "종교단체", "Faith community"
    SHOP = "shop", "동네 소상공인", "Local shop"
    TRADE_BODY = "trade_body", "직능단체", "Trade body"
    SELF_HELP = "self_help", "자생적 자조모임", "Self-help group"
    COUNCIL = "council", "지역사회보장협의체", "Community security council"
    OTHER = "other", "기타 기관", "Other organisation"


class ResourceKind(Word):
    """The manual's resource kinds (B44 to B50); relational resources are views of ties."""

    HUMAN = "human", "인적 자원", "Human resource"
    GOODS = "goods", "물적 자원(재화)", "Goods"
    SERVICE = "service", "물적 자원(서비스)", "Service"
    PUBLIC_BENEFIT = "public_benefit", "공공자원(공적 급여)", "Public benefit"


class SupportKind(Word):
    """The five kinds of support a tie carries."""

    EMOTIONAL = "emotional", "정서적 지지", "Emotional"
    PRACTICAL = "practical", "실질적 도움", "Practical"
    INFORMATIONAL = "informational", "정보 제공", "Informational"
    MATERIAL = "material", "물질적 지원", "Material"
    COMPANY = "company", "함께하기", "Company"


class TieKind(Word):
    """What two people, or a person and an organisation, are to each other."""

    FAMILY = "family", "가족", "Family"
    RELATIVE = "relative", "친척", "Relative"
    NEIGHBOUR = "neighbour", "이웃", "Neighbour"
    FRIEND = "friend", "친구", "Friend"
    FELLOW_MEMBER = "fellow_member", "모임 구성원", "Fellow member"
    COLLEAGUE = "colleague", "동료", "Colleague"
    LANDLORD = "landlord", "집주인", "Landlord"
    RESIDENT_LEADER = "resident_leader", "통장·주민리더", "Resident leader"
    VOLUNTEER = "volunteer", "자원봉사자", "Volunteer"
    WORKER = "worker", "담당 실무자", "Worker"
    AGENCY = "agency", "기관 이용", "Uses the agency"
    OTHER = "other", "기타 관계", "Other"


class Closeness(Word):
    """How strong a tie is."""

    STRONG = "strong", "강한 관계", "Strong"
    ORDINARY = "ordinary", "보통 관계", "Ordinary"
    WEAK = "weak", "약한 관계", "Weak"


class Strain(Word):
    """Whether a tie hurts."""

    NONE = "none", "갈등 없음", "No strain"
    TENSE = "tense", "긴장·갈등", "Tense"
    BROKEN = "broken", "단절", "Broken off"


class Direction(Word):
    """Which way support flows along a tie, from its ``source`` to its ``target``."""

    FORWARD = "forward", "주는 관계", "Gives"
    BACKWARD = "backward", "받는 관계", "Receives"
    BOTH = "both", "서로 주고받음", "Both ways"


class Urgency(Word):
    """How soon a need must be met."""

    CRISIS = "crisis", "위기", "Crisis"
    TODAY = "today", "오늘 안에", "Today"
    HIGH = "high", "높음", "High"
    ORDINARY = "ordinary", "보통", "Ordinary"
    LOW = "low", "낮음", "Low"


class NeedState(Word):
    """Where a need stands."""

    OPEN = "open", "진행 중", "Open"
    NOT_NOW = "not_now", "보류", "Not now"
    MET = "met", "해결", "Met"
    CLOSED = "closed", "종료", "Closed"


class AskState(Word):
    """Where an ask stands."""

    OPEN = "open", "찾는 중", "Open"
    SERVED = "served", "연계됨", "Served"
    WITHDRAWN = "withdrawn", "철회", "Withdrawn"


class Period(Word):
    """The span that an amount or a capacity is counted over (D13)."""

    ONCE = "once", "1회", "Once"
    DAY = "day", "1일", "A day"
    WEEK = "week", "1주", "A week"
    MONTH = "month", "1개월", "A month"
    SEASON = "season", "한 철", "A season"
    YEAR = "year", "1년", "A year"


class LinkageState(Word):
    """The life of a linkage (A9); the table of allowed moves stands beside the record."""

    PROPOSED = "proposed", "제안", "Proposed"
    ASKED = "asked", "요청 중", "Asked"
    WAITING = "waiting", "대기", "Waiting"
    ACCEPTED = "accepted", "수락", "Accepted"
    DECLINED = "declined", "거절", "Declined"
    ACTIVE = "active", "이용 중", "Active"
    KEPT = "kept", "유지", "Kept"
    ENDED = "ended", "종료", "Ended"


class LinkageOutcome(Word):
    """How an ended linkage went."""

    WENT_WELL = "went_well", "잘 마침", "Went well"
    NO_LONGER_NEEDED = "no_longer_needed", "더 필요하지 않음", "No longer needed"
    STOPPED_BY_CLIENT = "stopped_by_client", "당사자가 중단", "Stopped by the client"
    STOPPED_BY_HELPER = "stopped_by_helper", "제공자가 중단", "Stopped by the helper"
    NOT_DELIVERED = "not_delivered", "제공되지 않음", "Not delivered"


class Side(Word):
    """Who answered."""

    CLIENT = "client", "당사자", "Client"
    HELPER = "helper", "제공자", "Helper"


class Answer(Word):
    """An answer to an ask; helper full and not reached are no refusals (D22)."""

    YES = "yes", "예", "Yes"
    NO = "no", "아니요", "No"
    FULL = "full", "여력 없음", "Full"
    NOT_REACHED = "not_reached", "연락 안 됨", "Not reached"


class RoundKind(Word):
    """What a round solves."""

    ALLOCATE = "allocate", "전체 배정", "Allocation"
    EXCHANGE = "exchange", "품앗이", "Exchange"
    CIRCLE = "circle", "이웃 모임", "Circle"
    DEVELOP = "develop", "자원 개발", "Development"


class RoundState(Word):
    """Where a round stands; it is kept once it is solved."""

    PROPOSED = "proposed", "제안", "Proposed"
    IN_PART = "in_part", "일부 진행", "Taken up in part"
    CLOSED = "closed", "마침", "Closed"


class LegForm(Word):
    """How one help of a round is joined to the others."""

    CYCLE = "cycle", "돌아가며 돕기", "Cycle"
    CHAIN = "chain", "이어서 돕기", "Chain"
    STAND_IN = "stand_in", "대신 돕기", "Stand-in"
    CIRCLE = "circle", "함께 돕기", "Circle"
    BACKUP = "backup", "예비", "Backup"
    INTRODUCE = "introduce", "소개", "Introduction"
    DEVELOP = "develop", "자원 개발", "Development"
    VISITS = "visits", "배정", "Visits"
    RUNNER_UP = "runner_up", "다음 후보", "Runner-up"
    UNSERVED = "unserved", "배정하지 못함", "Not served"


class RefusalScope(Word):
    """How far a no reaches (D22)."""

    THIS_ONE = "this_one", "이 사람·기관만", "This person or agency"
    THIS_KIND = "this_kind", "이런 종류의 도움", "This kind of help"
    NOT_BEFORE = "not_before", "정한 날까지", "Not before a date"


class ConsentPurpose(Word):
    """What a person agreed to; each purpose is asked separately."""

    MATCHING = "matching", "연계 대상으로 찾아보기", "To be considered for linkages"
    CONTACT = "contact", "도움 제공자에게 연락", "To be introduced to a helper"
    SHARING = "sharing", "기관과 정보 공유", "To share information with an agency"
    SENSITIVE = "sensitive", "민감정보 이용", "To use sensitive information"
    AFTER_CARE = "after_care", "사후관리", "After-care"


class KeepApartReason(Word):
    """Why people are kept apart; seen by the responsible worker alone."""

    VIOLENCE = "violence", "폭력·학대", "Violence or abuse"
    COURT_ORDER = "court_order", "접근금지", "Court order"
    CONFLICT = "conflict", "갈등", "Conflict"
    OWN_WISH = "own_wish", "본인 요청", "Own wish"
    OTHER = "other", "기타", "Other"


class PlacePrecision(Word):
    """How exactly a place is known."""

    POINT = "point", "지점", "Point"
    BUILDING = "building", "건물", "Building"
    DONG = "dong", "동", "Dong"


class SpokenLanguage(Word):
    """Languages people speak in the neighbourhood."""

    KOREAN = "ko", "한국어", "Korean"
    KOREAN_SIGN = "kvk", "한국수어", "Korean Sign Language"
    ENGLISH = "en", "영어", "English"
    CHINESE = "zh", "중국어", "Chinese"
    VIETNAMESE = "vi", "베트남어", "Vietnamese"
    THAI = "th", "태국어", "Thai"
    UZBEK = "uz", "우즈베크어", "Uzbek"
    MONGOLIAN = "mn", "몽골어", "Mongolian"
    TAGALOG = "tl", "타갈로그어", "Tagalog"
    KHMER = "km", "크메르어", "Khmer"
    RUSSIAN = "ru", "러시아어", "Russian"
    JAPANESE = "ja", "일본어", "Japanese"
    NEPALI = "ne", "네팔어", "Nepali"
    INDONESIAN = "id", "인도네시아어", "Indonesian"


class HomeCondition(Word):
    """What waits at a home, or what a helper cannot do (D14)."""

    STAIRS = "stairs", "계단", "Stairs"
    DOG = "dog", "개", "Dog"
    CAT = "cat", "고양이", "Cat"
    SMOKING = "smoking", "실내 흡연", "Smoking indoors"
    TWO_PERSON_VISIT = "two_person_visit", "2인 방문", "Two-person visit"


class AcceptAtHome(Word):
    """Whom a person lets in (D14)."""

    ANYONE = "anyone", "누구나", "Anyone"
    WOMEN_ONLY = "women_only", "여성만", "Women only"
    MEN_ONLY = "men_only", "남성만", "Men only"
    NOBODY = "nobody", "방문 원하지 않음", "No visits"


class GivingWish(Word):
    """Whether a client wants to give; only receiving is an equal choice (D24)."""

    WANTS_TO_GIVE = "wants_to_give", "나누고 싶음", "Wants to give"
    ONLY_RECEIVE = "only_receive", "받기만 해도 됨", "Only receives, and that is fine"


class StaffRole(Word):
    """Roles of a dong team (B20, B21, B38, B39)."""

    CASE_MANAGER = "case_manager", "사례관리자", "Case manager"
    TEAM_LEADER = "team_leader", "사례관리팀장", "Team leader"
    SUPERVISOR = "supervisor", "복지슈퍼바이저", "Supervisor"
    RESOURCE_KEEPER = "resource_keeper", "자원관리 담당", "Keeper of resources"
    ADMINISTRATOR = "administrator", "관리자", "Administrator"


class ViewPurpose(Word):
    """Why someone looks (access log, 안전성 확보조치 기준 §8)."""

    CASE_WORK = "case_work", "사례관리", "Case work"
    LINKING = "linking", "자원 연계", "Linking"
    REGISTER_UPKEEP = "register_upkeep", "자원·대장 관리", "Register upkeep"
    SUPERVISION = "supervision", "슈퍼비전", "Supervision"
    WITH_THE_CLIENT = "with_the_client", "당사자와 함께 보기", "Together with the client"
    STATISTICS = "statistics", "통계", "Statistics"
    OPERATION = "operation", "시스템 운영", "Operation"
