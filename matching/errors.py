"""The errors of matching."""

from __future__ import annotations

from graph.errors import PumasiError


class MatchingError(PumasiError):
    """Base of matching's errors."""


class NotInSnapshot(MatchingError):
    """An ask or resource is not in the region's snapshot."""

    KO = "{id} 기록이 이 지역의 자료에 없습니다. 지역 범위를 넓히거나 기록이 남아 있는지 확인하십시오."
    EN = "Record {id} is not in the data of this region. Widen the region, or check that it still exists."


class AnswerRejected(MatchingError):
    """The solver failed, or what it answered did not stand the check that follows."""

    KO = "계산 결과를 확인하지 못해 쓰지 않았습니다({reason}). 범위를 줄여 다시 계산하고, 되풀이되면 관리자에게 알리십시오."
    EN = "The result did not stand its check, so it is not used ({reason}). Solve a smaller part again; if it happens again, tell whoever runs the system."


class ExchangesTooMany(MatchingError):
    """There are more possible exchanges than can be held."""

    KO = "가능한 품앗이가 {most}개를 넘어 계산하지 않았습니다. 품앗이 인원을 줄이거나 지역을 나누어 다시 계산하십시오."
    EN = "There are more than {most} possible exchanges, so none were chosen. Choose fewer people for one exchange, or a smaller region."


class WeightsTooLarge(MatchingError):
    """The weights of one solve could add up beyond 64 bits."""

    KO = "점수의 합이 계산할 수 있는 크기를 넘습니다. 지역을 나누어 계산하십시오."
    EN = "The scores add up to more than can be computed with. Solve the region in parts."
