"""What is said of an exchange and of its legs, to people and to workers alike."""

from __future__ import annotations

from graph.text.sentence import Phrase

LEG = Phrase(
    "exchange.leg",
    "{giver:이/가} {client}에게 ‘{resource}’ 도움을 줄 수 있습니다.",
    "{giver} could help {client} with {resource}.",
)
CYCLE = Phrase(
    "exchange.cycle",
    "{people}명이 차례로 서로 돕는 품앗이입니다.",
    "{people} people help one another in a round.",
)
CHAIN = Phrase(
    "exchange.chain",
    "{first:은/는} 바라는 도움 없이 먼저 돕고, 도움을 받은 이웃이 다음 이웃을 돕는 품앗이입니다. 모두 {helped}명이 도움을 받습니다.",
    "{first}, who asks for nothing, helps first, and each who is helped helps the next. {helped} people are helped in all.",
)
GIFT = Phrase(
    "exchange.gift",
    "{first:은/는} 바라는 도움 없이 돕습니다.",
    "{first} asks for nothing in return.",
)
LAST = Phrase(
    "exchange.last",
    "{last:은/는} 도움을 받기만 합니다. 받기만 해도 됩니다.",
    "{last} only receives, and that is fine.",
)
ONE_LEG = Phrase(
    "exchange.one_leg",
    "누가 거절하면 그 도움 하나만 끝나고, 나머지 도움은 그대로 이어집니다.",
    "A no ends that one leg only; all the other help goes on.",
)
NO_DEBT = Phrase(
    "exchange.no_debt",
    "도움을 받았다고 갚아야 하는 것은 아닙니다.",
    "Nobody has to give back for what they receive.",
)
FREE_TO_REFUSE = Phrase(
    "exchange.free_to_refuse",
    "거절하여도 받고 있는 급여와 서비스에는 영향이 없으며, 이유를 밝히지 않아도 됩니다.",
    "A no affects no benefit or service, and needs no reason.",
)
STANDS_IN = Phrase(
    "exchange.stands_in",
    "{giver:이/가} 대신 {client}에게 ‘{resource}’ 도움을 줄 수 있습니다.",
    "{giver} could help {client} with {resource} instead.",
)
STILL_OPEN = Phrase(
    "exchange.still_open",
    "{client}에게 도움을 줄 다른 이웃을 아직 찾지 못했습니다. 요청은 열린 채로 둡니다.",
    "Nobody else was found for {client} yet. The ask stays open.",
)
OTHERS_STAY = Phrase(
    "exchange.others_stay",
    "나머지 도움 {legs}건은 그대로 둡니다.",
    "The other legs ({legs}) stay as they are.",
)
