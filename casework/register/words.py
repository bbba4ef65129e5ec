"""The vocabularies people choose from, and the way from somebody's own words to what can be given."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import refuse_resident_number
from graph.words.crisis import CrisisKind, crisis_kinds
from graph.words.need_areas import children, need_words
from graph.words.service_types import ServiceType, service_type, service_types, types_serving
from graph.words.word import Language
from matching.search import search


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedArea:
    """A word of the need areas with what lies below it."""

    code: str
    label: str
    below: tuple[NeedArea, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTold:
    """A service type: what can be given, in which unit and role, and what giving it asks for."""

    code: str
    label: str
    kind: str
    unit: str
    role: str
    requires: tuple[str, ...]
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTold:
    """A number to call and who answers."""

    number: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisTold:
    """A crisis that a text speaks of: the words that say so, what to do now, whom to call."""

    code: str
    label: str
    words: tuple[str, ...]
    what_to_do: str
    calls: tuple[CallTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFound:
    """A service type that a text may mean, with the words that speak for it."""

    code: str
    label: str
    words: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWordsTold:
    """What a text may ask for; while a crisis is not ruled out there are no services."""

    crises: tuple[CrisisTold, ...]
    services: tuple[ServiceFound, ...]


def need_areas(language: Language) -> tuple[NeedArea, ...]:
    """The need areas with their sub-areas and items, in their order."""
    return _below(None, language)


def services(language: Language, *, need: str | None = None) -> tuple[ServiceTold, ...]:
    """Every service type, or those that serve a need.

    Raises:
        WordUnknown: there is no such need.
    """
    found = service_types().values() if need is None else types_serving(need)
    return tuple(_service(one, language) for one in found)


def own_words(
    text: str, language: Language, *, limit: int = 8, crisis_ruled_out: bool = False
) -> OwnWordsTold:
    """From somebody's own words to crises, or to service types where there is none; nothing of it is kept.

    ``crisis_ruled_out`` says that a worker has looked at the crises and found them to be none.
    """
    refuse_resident_number(text)
    found = search(text, limit=limit, crisis_ruled_out=crisis_ruled_out)
    return OwnWordsTold(
        crises=tuple(_crisis(crisis.kind, crisis.words, language) for crisis in found.crises),
        services=tuple(
            ServiceFound(
                code=hit.code,
                label=service_type(hit.code).label(language),
                words=hit.matched_words,
                needs=service_type(hit.code).serves,
            )
            for hit in found.hits
        ),
    )


def every_crisis(language: Language) -> tuple[CrisisTold, ...]:
    """Every kind of crisis, for a worker who sees one whatever the words say."""
    return tuple(_crisis(kind, (), language) for kind in crisis_kinds().values())


def _crisis(kind: CrisisKind, words: tuple[str, ...], language: Language) -> CrisisTold:
    return CrisisTold(
        code=kind.code,
        label=kind.label(language),
        words=words,
        what_to_do=kind.what_to_do(language),
        calls=tuple(
            CallTold(number=call.number, label=call.ko if language == "ko" else call.en)
            for call in kind.calls
        ),
    )


def _below(code: str | None, language: Language) -> tuple[NeedArea, ...]:
    words = need_words()
    return tuple(
        NeedArea(code=word.code, label=words[word.code].label(language), below=_below(word.code, language))
        for word in children(code)
    )


def _service(one: ServiceType, language: Language) -> ServiceTold:
    return ServiceTold(
        code=one.code,
        label=one.label(language),
        kind=one.kind.label(language),
        unit=one.unit.label(language),
        role=one.role.label(language),
        requires=tuple(sorted(need.label(language) for need in one.requires)),
        serves=one.serves,
    )
