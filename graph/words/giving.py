"""Words for what can be given: its unit, the role in it, and the licence or check it asks for."""

from graph.words.word import Word


class GivingUnit(Word):
    """What an amount of a service type counts."""

    VISIT = "visit", "회(방문)", "visits"
    TIME = "time", "회", "times"
    HOUR = "hour", "시간", "hours"
    DAY = "day", "일", "days"
    NIGHT = "night", "박", "nights"
    MONTH = "month", "개월", "months"
    YEAR = "year", "년", "years"
    MEAL = "meal", "끼", "meals"
    ITEM = "item", "개", "items"
    SET = "set", "묶음", "sets"
    BOX = "box", "상자", "boxes"
    KG = "kg", "kg", "kg"
    LITRE = "litre", "리터", "litres"
    WON = "won", "원", "won"
    CASE = "case", "건", "cases"


class GivingRole(Word):
    """What the giver does; one need is often split into several roles (B58, B59)."""

    COOK = "cook", "만들기", "Cook"
    DELIVER = "deliver", "배달", "Deliver"
    CHOOSE_MENU = "choose_menu", "식단 고르기", "Choose the menu"
    LOOK_IN = "look_in", "안부 살피기", "Look in"
    ACCOMPANY = "accompany", "동행", "Go along"
    DRIVE = "drive", "운전", "Drive"
    SHOP = "shop", "사다 주기", "Shop"
    CLEAN = "clean", "청소·세탁", "Clean"
    CARRY = "carry", "나르기·치우기", "Carry and clear"
    REPAIR = "repair", "고치기", "Repair"
    GROOM = "groom", "손질하기", "Groom"
    CARE = "care", "돌봄", "Care"
    TALK = "talk", "이야기 나누기", "Talk"
    KEEP_COMPANY = "keep_company", "함께하기", "Keep company"
    TEACH = "teach", "가르치기", "Teach"
    READ = "read", "읽고 쓰기 돕기", "Read and write"
    TRANSLATE = "translate", "통역·번역", "Translate"
    MEDIATE = "mediate", "중재", "Mediate"
    ADVISE = "advise", "상담·안내", "Advise"
    TREAT = "treat", "치료·전문상담", "Treat"
    PROTECT = "protect", "보호", "Protect"
    HOST = "host", "자리 내어 주기", "Host"
    HOUSE = "house", "거처 제공", "House"
    GIVE = "give", "물품 나눔", "Give"
    LEND = "lend", "빌려주기", "Lend"
    BENEFIT = "benefit", "급여 지급", "Pay a benefit"


class Requirement(Word):
    """A licence, training or check that a giver must hold on the day."""

    CARE_WORKER = "care_worker", "요양보호사", "Licensed care worker"
    SOCIAL_WORKER = "social_worker", "사회복지사", "Licensed social worker"
    NURSE = "nurse", "간호사", "Nurse"
    PHYSICAL_THERAPIST = "physical_therapist", "물리·작업·언어치료사", "Licensed therapist"
    MENTAL_HEALTH_WORKER = "mental_health_worker", "정신건강전문요원", "Mental health professional"
    COUNSELLOR = "counsellor", "상담 자격", "Qualified counsellor"
    ACTIVITY_ASSISTANT = "activity_assistant", "장애인 활동지원사", "Personal assistant for disabled people"
    CHILDCARE_TEACHER = "childcare_teacher", "보육교사", "Childcare teacher"
    CHILD_CARER = "child_carer", "아이돌보미 교육 이수", "Trained child minder"
    HAIRDRESSER = "hairdresser", "미용사·이용사", "Hairdresser"
    ELECTRICIAN = "electrician", "전기 자격", "Electrician"
    GAS_FITTER = "gas_fitter", "가스시설 시공 자격", "Gas fitter"
    LAWYER = "lawyer", "변호사·법률구조 전문인력", "Lawyer"
    LABOUR_ATTORNEY = "labour_attorney", "공인노무사", "Labour attorney"
    FINANCIAL_COUNSELLOR = "financial_counsellor", "금융복지상담사", "Financial counsellor"
    INTERPRETER = "interpreter", "통역 가능", "Able to interpret"
    DRIVING_LICENCE = "driving_licence", "운전면허", "Driving licence"
    FOOD_HYGIENE = "food_hygiene", "식품위생 교육·건강진단", "Food hygiene training and health check"
    NEIGHBOUR_TRAINING = "neighbour_training", "이웃돌봄 기본교육", "Basic training in neighbour care"
    GATEKEEPER_TRAINING = "gatekeeper_training", "생명지킴이 교육", "Suicide prevention gatekeeper training"
    CONFIDENTIALITY = "confidentiality", "비밀유지 서약", "Pledge of confidentiality"
    CHILD_CHECK = "child_check", "아동 관련 범죄전력 조회", "Criminal record check for work with minors"
    ELDER_CHECK = (
        "elder_check",
        "노인학대 관련 범죄전력 조회",
        "Criminal record check for work with older people",
    )
    DISABILITY_CHECK = (
        "disability_check",
        "장애인학대 관련 범죄전력 조회",
        "Criminal record check for work with disabled people",
    )

    @property
    def is_safety_check(self) -> bool:
        """Whether it protects the client, so that an unknown or outdated one excludes (D19)."""
        return self in _SAFETY_CHECKS


_SAFETY_CHECKS = frozenset({Requirement.CHILD_CHECK, Requirement.ELDER_CHECK, Requirement.DISABILITY_CHECK})
