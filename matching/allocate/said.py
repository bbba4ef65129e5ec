"""What is said of an allocation: to whom help goes, who comes next, and why somebody has none yet."""

from __future__ import annotations

from graph.text.sentence import Phrase

WEEKLY = Phrase(
    "allocate.weekly",
    "{giver:이/가} {client}에게 1주에 {visits}회 ‘{resource}’ 도움을 줄 수 있습니다.",
    "{giver} could help {client} with {resource}; visits a week: {visits}.",
)
ONCE = Phrase(
    "allocate.once",
    "{giver:이/가} {client}에게 ‘{resource}’ 도움을 {visits}회 줄 수 있습니다.",
    "{giver} could help {client} with {resource}; visits: {visits}.",
)
PARTLY = Phrase(
    "allocate.partly",
    "바라는 {wanted}회 가운데 {visits}회를 배정하였습니다.",
    "Visits planned: {visits} of {wanted} wanted.",
)
NEXT_SCORES = Phrase(
    "allocate.next.scores",
    "다음 후보는 {giver}입니다. 지금 배정이 모두를 함께 볼 때 더 알맞습니다.",
    "Next would be {giver}. The plan as it is suits everybody together better.",
)
NEXT_CAPACITY = Phrase(
    "allocate.next.capacity",
    "다음 후보는 {giver}입니다. 남은 제공량이 다른 분께 배정되었습니다.",
    "Next would be {giver}, but what is left is planned for others.",
)
NEXT_HOURS = Phrase(
    "allocate.next.hours",
    "다음 후보는 {giver}입니다. 원하는 시간에 다른 방문이 배정되었습니다.",
    "Next would be {giver}, but other visits are planned at the wanted times.",
)
NEXT_LOAD = Phrase(
    "allocate.next.load",
    "다음 후보는 {giver}입니다. 더 배정하면 도움 한도를 넘습니다.",
    "Next would be {giver}, but one visit more would pass their limit of help.",
)
NEXT_LOCK = Phrase(
    "allocate.next.lock",
    "다음 후보는 {giver}입니다. 이 요청에는 배정하지 않기로 정하였습니다.",
    "Next would be {giver}, but it was settled that the two are not brought together.",
)
NEXT_GIVERS = Phrase(
    "allocate.next.givers",
    "다음 후보는 {giver}입니다. 한 요청에 제공자를 {most}명까지만 두기로 하였습니다.",
    "Next would be {giver}, but one ask is to have {most} givers at most.",
)
NOBODY_OFFERS = Phrase(
    "allocate.unserved.nobody_offers",
    "이 도움을 제공하는 자원이 이 지역에 없습니다. 자원을 찾거나 개발하십시오.",
    "Nothing in the region offers this help. Look for such a resource, or develop one.",
)
EXCLUDED = Phrase(
    "allocate.unserved.excluded",
    "이 도움을 제공하는 자원 {of}개가 모두 맞지 않습니다. 가장 많은 {failed}개가 ‘{gate}’ 기준에 걸립니다.",
    "None of the {of} resources that offer this help fits. Most of them, {failed}, fail by: {gate}.",
)
FULL = Phrase(
    "allocate.unserved.full",
    "맞는 자원 {of}개의 남은 제공량이 다른 분께 배정되었습니다. 자원을 더 찾으십시오.",
    "What is left of the {of} resources that fit is planned for others. Look for more.",
)
NO_HOURS = Phrase(
    "allocate.unserved.hours",
    "맞는 자원 {of}개가 원하는 시간에 다른 방문으로 차 있습니다. 다른 시간도 괜찮은지 여쭈어 보십시오.",
    "The {of} resources that fit have other visits at the wanted times. Ask whether other times would do.",
)
AT_LIMITS = Phrase(
    "allocate.unserved.load",
    "맞는 제공자 {of}명이 도움 한도에 이르렀습니다. 도울 이웃을 더 찾으십시오.",
    "The {of} who could help are at their limit of help. Look for more neighbours.",
)
LOCKED = Phrase(
    "allocate.unserved.locked",
    "맞는 자원 {of}개를 이 요청에 배정하지 않기로 정하였습니다. 정한 것을 다시 살펴보십시오.",
    "It was settled that none of the {of} resources that fit is planned for this ask. Look at that again.",
)
OTHERS_FIRST = Phrase(
    "allocate.unserved.others",
    "맞는 자원 {of}개가 있으나 시간 안에 배정하지 못하였습니다. 시간을 더 주고 다시 계산하십시오.",
    "{of} resources fit, but nothing was planned in time. Allow more time and solve again.",
)
SERVED = Phrase(
    "allocate.served",
    "요청 {asks}건 가운데 {served}건, {people}명에게 도움을 배정하였습니다.",
    "Of {asks} asks, {served} have help planned, for {people} people.",
)
MORE_THAN_GREEDY = Phrase(
    "allocate.more_than_greedy",
    "요청을 하나씩 차례로 배정할 때보다 {more}명이 더 도움을 받습니다.",
    "{more} more people are helped than if asks were served one after the other.",
)
AS_MANY_AS_GREEDY = Phrase(
    "allocate.as_many_as_greedy",
    "요청을 하나씩 차례로 배정할 때와 같은 수의 사람이 도움을 받습니다.",
    "As many people are helped as if asks were served one after the other.",
)
CRISIS_BEFORE = Phrase(
    "allocate.crisis_before",
    "요청을 하나씩 차례로 배정할 때보다 {fewer}명이 적지만, 먼저 둘 것을 먼저 배정하였습니다.",
    "{fewer} fewer people are helped than if asks were served one after the other, because what comes first was planned first.",
)
PROVEN = Phrase(
    "allocate.proven",
    "이보다 나은 배정은 없습니다.",
    "No plan is better.",
)
NOT_PROVEN = Phrase(
    "allocate.not_proven",
    "시간 안에 찾은 가장 나은 배정입니다. 도움을 받는 사람이 많아도 {more}명까지만 더 늘 수 있습니다.",
    "The best plan found in time. At most {more} more people could be helped.",
)
