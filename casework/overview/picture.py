"""The support network of a client as a scene: seats, words and lines, told through a View."""

from __future__ import annotations

from datetime import date

from casework.desk import SEOUL, Actor, Desk, own_dong
from casework.errors import ConsentMissing
from casework.overview.network import Bond, Network, network_of
from casework.rights import Act
from graph.records.people import Organisation, Person
from graph.records.registry import type_of
from graph.store import AsOf
from graph.text.render import say_day
from graph.view import Recipient, RecipientKind, View
from graph.words.kinds import Closeness, ConsentPurpose, OrganisationKind, SupportKind, TieKind
from viz.compare import compare
from viz.scene import FIGURES_DRAWN, Figure, Flow, Line, Ring, Scene, Sector, Strain, Strength

_SECTORS = (
    ("family", "가족·친척", "Family, relatives"),
    ("neighbours", "이웃·친구", "Neighbours, friends"),
    ("groups", "모임·종교", "Groups, faith"),
    ("public", "공공·복지기관", "Public and welfare agencies"),
    ("private", "동네 가게·그 밖", "Shops and others"),
)
_GROUPS = frozenset(
    {
        OrganisationKind.FAITH,
        OrganisationKind.SENIOR_CLUB,
        OrganisationKind.SELF_HELP,
        OrganisationKind.VOLUNTEERS,
    }
)
_PRIVATE = frozenset({OrganisationKind.SHOP, OrganisationKind.TRADE_BODY, OrganisationKind.OTHER})
_FAMILY = frozenset({TieKind.FAMILY, TieKind.RELATIVE})


def draw(
    desk: Desk,
    actor: Actor,
    person: str,
    *,
    day: date | None = None,
    recipient: Recipient | None = None,
    masked: bool = True,
) -> Scene:
    """The client's network on a day, for one recipient.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
        ConsentMissing: it is for somebody else, and the client has not agreed that they see it.
    """
    as_of = AsOf(day=day or desk.today())
    with desk.look(actor, Act.DRAW, about=person, recipient=recipient, as_of=as_of, masked=masked) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        _require_agreed(view, person)
        return scene_of(desk, view, network_of(view, person))


def draw_change(
    desk: Desk, actor: Actor, person: str, *, since: date, day: date | None = None, masked: bool = True
) -> Scene:
    """The network now with what is new and what is gone since an earlier day; seats stay."""
    until = day or desk.today()
    with desk.look(
        actor, Act.DRAW, about=person, as_of=AsOf(day=min(since, until)), masked=masked
    ) as earlier:
        own_dong(actor, earlier.reader.get(Person, person).record)
        before = scene_of(desk, earlier, network_of(earlier, person))
        with desk.look(actor, Act.DRAW, about=person, as_of=AsOf(day=until), masked=masked) as later:
            later.continue_from(earlier)
            return compare(before, scene_of(desk, later, network_of(later, person)))


def _require_agreed(view: View, person: str) -> None:
    """The picture goes to the client, or to whom the client agreed to show their ties."""
    kind = view.recipient.kind
    own = kind is RecipientKind.CLIENT and view.recipient.id == person
    if kind is not RecipientKind.WORKER and not own and not view.agreed(person, "ties"):
        purpose = ConsentPurpose.CONTACT if kind is RecipientKind.HELPER else ConsentPurpose.SHARING
        raise ConsentMissing(purpose=purpose.ko, purpose_en=purpose.en)


def scene_of(desk: Desk, view: View, network: Network) -> Scene:
    """The scene of a network, in the names of the disclosure; beyond what can be drawn, weak ones are left out."""
    bonds = {_other(network, bond): bond for bond in network.bonds if network.client in (bond.a, bond.b)}
    shown = sorted(network.others, key=lambda other: (_rank(bonds.get(other)), other))[: FIGURES_DRAWN - 1]
    left_out = len(network.others) - len(shown)
    inside = {network.client, *shown}
    figures = [
        Figure(key=view.key(network.client), label=view.name(network.client), ring=Ring.CLIENT, formal=False)
    ]
    figures += [_figure(view, network, other, bonds.get(other)) for other in sorted(shown)]
    used = {figure.sector for figure in figures}
    ko = view.language == "ko"
    return Scene(
        title=f"{view.name(network.client)} 님의 생태도"
        if ko
        else f"Support network of {view.name(network.client)}",
        day=view.day,
        drawn_at=_moment(desk, view),
        source=_source(view, left_out),
        language=view.language,
        sectors=tuple(Sector(code=c, label=k if ko else e) for c, k, e in _SECTORS if c in used),
        figures=tuple(figures),
        lines=tuple(
            _line(view, network, bond) for bond in network.bonds if bond.a in inside and bond.b in inside
        ),
        masked=view.masked,
        recipient=view.recipient.kind.label(view.language),
    )


def _figure(view: View, network: Network, other: str, bond: Bond | None) -> Figure:
    kinds = bond.kinds if bond is not None else frozenset()
    detail = ", ".join(kind.label(view.language) for kind in sorted(kinds))
    if type_of(other) is Organisation:
        organisation = view.reader.get(Organisation, other).record
        sector = (
            "groups"
            if organisation.kind in _GROUPS
            else "private"
            if organisation.kind in _PRIVATE
            else "public"
        )
        return Figure(
            key=view.key(other),
            label=view.name(other),
            ring=Ring.AGENCIES,
            sector=sector,
            formal=organisation.formal,
            detail=organisation.kind.label(view.language),
        )
    at_home = other in network.household or TieKind.FAMILY in kinds
    ring = Ring.HOUSEHOLD if at_home else Ring.AGENCIES if TieKind.WORKER in kinds else Ring.NEIGHBOURS
    sector = "family" if kinds & _FAMILY or at_home else "public" if ring is Ring.AGENCIES else "neighbours"
    if TieKind.FELLOW_MEMBER in kinds and sector == "neighbours":
        sector = "groups"
    return Figure(
        key=view.key(other),
        label=view.name(other),
        ring=ring,
        sector=sector,
        formal=bond.formal if bond is not None else None,
        detail=detail,
        anonymous=not view.known(other),
    )


def _line(view: View, network: Network, bond: Bond) -> Line:
    return Line(
        a=view.key(bond.a),
        b=view.key(bond.b),
        strength=None if bond.closeness is None else Strength(bond.closeness.value),
        strain=None if bond.strain is None else Strain(bond.strain.value),
        flow=_flow(network, bond),
        supports=tuple(kind.label(view.language) for kind in SupportKind if kind in bond.supports),
        formal=bond.formal,
    )


def _flow(network: Network, bond: Bond) -> Flow:
    if bond.gives and bond.receives:
        return Flow.BOTH
    if bond.a != network.client or not (bond.gives or bond.receives):
        return Flow.NONE_KNOWN
    return Flow.FROM_CLIENT if bond.gives else Flow.TO_CLIENT


def _other(network: Network, bond: Bond) -> str:
    return bond.b if bond.a == network.client else bond.a


def _rank(bond: Bond | None) -> int:
    """Who is left out last: strong, then ordinary, then unknown, then weak ties."""
    if bond is None or bond.closeness is None:
        return 2
    return {Closeness.STRONG: 0, Closeness.ORDINARY: 1, Closeness.WEAK: 3}[bond.closeness]


def _moment(desk: Desk, view: View) -> str:
    now = desk.clock().astimezone(SEOUL)
    return f"{say_day(now.date(), view.language)} {now:%H:%M}"


def _source(view: View, left_out: int) -> str:
    ko = view.language == "ko"
    parts = ["동 팀 기록" if ko else "records of the dong team"]
    if not view.responsible_for(view.about):
        parts.append("긴장은 표시하지 않음" if ko else "strain is not shown")
    if view.recipient.kind is not RecipientKind.WORKER:
        parts.append("동의한 범위만 표시" if ko else "only what was agreed to")
    if left_out:
        parts.append(f"{left_out}명은 표에도 넣지 않음" if ko else f"{left_out} more are left out")
    return ", ".join(parts)
