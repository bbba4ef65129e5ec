"""Hidden causes look alike, recipients read what was agreed, rights hold, resident numbers are refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.errors import ConsentMissing, GateClosed, RightMissing
from casework.linking.decide import ask_helper
from casework.linking.suggest import resources_like, suggest, why_not
from casework.overview.picture import draw
from casework.register.clients import find_residents, list_clients, open_client
from casework.register.needs import record_need
from casework.register.records import history_of, list_records, open_record
from casework.register.search import search
from casework.register.words import own_words
from casework.rights import RIGHTS, Act
from casework.sharing.access import read_log
from casework.sharing.forget import forget_person
from graph.errors import PumasiError
from graph.records.fields import Privacy, field_specs
from graph.records.linkages import Linkage
from graph.testing import builders as a
from graph.view import Recipient, RecipientKind, View
from graph.words.kinds import (
    Closeness,
    ConsentPurpose,
    LinkageOutcome,
    LinkageState,
    RefusalScope,
    Side,
    Urgency,
)
from tests.safety.safety_walk import answer
from tests.safety.safety_world import (
    ADMINISTRATOR,
    COLLEAGUE,
    DAY,
    EARLIER,
    LEADER,
    NOW,
    REASON,
    TEAM,
    WORKER,
    World,
    names,
    person,
    said,
    staff,
)


def a_world(*more, helper=None):
    """p-0 asks, p-2 gives, p-3 knows both and introduces; all three agreed."""
    base = (
        a.an_area(),
        *staff(),
        *(a.a_household(id=f"h-{n}") for n in range(3)),
        person(0, case_manager="s-jo", household="h-0"),
        person(2, household="h-2", **(helper or {})),
        person(3, household="h-1"),
        person(4, household="h-2"),
        a.a_need(id="n-0", person="p-0"),
        a.an_ask(id="a-0", need="n-0", person="p-0"),
        a.a_resource(id="r-2", name="동행 2호", giver="p-2"),
        *(a.a_consent(id=f"c-{n}", person=f"p-{n}", given_on=EARLIER) for n in (0, 2, 3)),
        a.a_consent(id="c-0-contact", person="p-0", purpose=ConsentPurpose.CONTACT, given_on=EARLIER),
        a.a_tie(id="t-0", source="p-0", target="p-3", closeness=Closeness.STRONG, introduces=True),
        a.a_tie(id="t-1", source="p-3", target="p-2", closeness=Closeness.STRONG, introduces=True),
    )
    return World(base).plus(*more)


def a_no(one, other, side, **more):
    return a.a_refusal(id="no-0", person=one, other=other, side=side, reason=REASON, **more)


_KIND = {"scope": RefusalScope.THIS_KIND, "service_type": "hospital_escort"}
_LATER = {"scope": RefusalScope.NOT_BEFORE, "until": DAY + timedelta(days=3)}
CAUSES = {
    "kept apart": a.a_keep_apart(id="k-0", one="p-0", other="p-2", covers_households=False),
    "kept apart by household": a.a_keep_apart(id="k-0", one="p-4", other="p-0"),
    "client's no to the helper": a_no("p-0", "p-2", Side.CLIENT),
    "client's no to the kind": a_no("p-0", None, Side.CLIENT, **_KIND),
    "client's no for now": a_no("p-0", None, Side.CLIENT, **_LATER),
    "helper's no to the client": a_no("p-2", "p-0", Side.HELPER),
    "helper's no for now": a_no("p-2", None, Side.HELPER, **_LATER),
    "helper's consent withdrawn": a.a_consent(id="c-2", person="p-2", given_on=EARLIER, withdrawn_on=DAY),
}


@pytest.mark.parametrize("helper", [{}, {"load_limit": 0}], ids=["free", "also at the limit"])
def test_why_not_is_the_same_for_a_colleague_whichever_the_hidden_cause(helper):
    told = {why_not(a_world(one, helper=helper).desk(), COLLEAGUE, "a-0", "r-2") for one in CAUSES.values()}
    assert len(told) == 1
    (only,) = told
    assert only.withheld is not None
    assert only.failed == ()
    assert only.rank is None


def test_an_ask_that_cannot_go_ahead_is_refused_alike_whichever_the_hidden_cause():
    said_so = set()
    for cause in CAUSES.values():
        with pytest.raises(GateClosed) as refused:
            ask_helper(a_world(cause).desk(), COLLEAGUE, "a-0", "r-2")
        said_so.add(str(refused.value))
    assert len(said_so) == 1


def test_the_responsible_worker_is_told_why():
    causes = [why_not(a_world(one).desk(), WORKER, "a-0", "r-2") for one in CAUSES.values()]
    assert all(told.withheld is None and told.failed for told in causes)


def test_a_colleague_gets_no_points_no_introducer_and_no_cited_tie():
    (mine,) = suggest(a_world().desk(), WORKER, "a-0").suggestions
    assert mine.introducers
    assert mine.score is not None
    (theirs,) = suggest(a_world().desk(), COLLEAGUE, "a-0").suggestions
    assert not theirs.introducers
    assert theirs.score is None
    assert "t-" not in said(theirs.reasons)


def test_no_reason_cites_what_the_helper_did_for_somebody_else():
    other = person(5, case_manager="s-jo")
    linkage = a.a_linkage(
        id="l-5",
        person="p-5",
        resource="r-2",
        giver="p-2",
        ask=None,
        state=LinkageState.ENDED,
        outcome=LinkageOutcome.WENT_WELL,
    )
    (told,) = suggest(a_world(other, linkage).desk(), WORKER, "a-0").suggestions
    assert "r-2.giver" in said(told.reasons)
    assert "l-5" not in said(told.reasons)


@pytest.mark.parametrize(
    "more",
    [
        a.a_consent(id="c-3", person="p-3", given_on=EARLIER, withdrawn_on=DAY),
        a.a_keep_apart(id="k-0", one="p-3", other="p-2"),
        a.a_keep_apart(id="k-0", one="p-3", other="p-4"),
        a_no("p-3", "p-0", Side.HELPER),
        a_no("p-3", None, Side.HELPER, **_LATER),
    ],
    ids=["consent withdrawn", "kept apart", "from the giver's home", "said no", "said no for now"],
)
def test_nobody_introduces_who_may_not_meet_them_or_does_not_want_to(more):
    desk = a_world(more).desk()
    (told,) = suggest(desk, WORKER, "a-0").suggestions
    assert told.introducers == ()
    assert not any(trace in said(told) for trace in names("p-3"))
    with pytest.raises(GateClosed):
        ask_helper(desk, WORKER, "a-0", "r-2", introduced_by="p-3")


def test_a_decision_keeps_nothing_of_the_introducer_once_they_are_forgotten():
    desk = a_world().desk()
    ask_helper(desk, WORKER, "a-0", "r-2", introduced_by="p-3")
    forget_person(desk, LEADER, "p-3", why="본인 요청")
    with desk.store.read() as reader:
        kept = [v.record for one in reader.each(Linkage) for v in reader.history(one.record.id)]
    assert kept
    assert "p-3" not in said(tuple(kept))


def test_resource_views_are_the_same_whether_or_not_the_helper_is_a_client():
    as_client = (
        person(2, household="h-2", case_manager="s-yun"),
        a.a_need(id="n-2", person="p-2"),
        a.an_ask(id="a-2", need="n-2", person="p-2"),
        a.a_resource(id="r-3", name="동행 3호", giver="p-3"),
        a.a_linkage(
            id="l-2", person="p-2", resource="r-3", giver="p-3", ask="a-2", state=LinkageState.ACTIVE
        ),
        a.a_consent(id="c-2-share", person="p-2", purpose=ConsentPurpose.SHARING, given_on=EARLIER),
    )
    other = a.a_resource(id="r-3", name="동행 3호", giver="p-3")
    plain, client = a_world(other).desk(), a_world(*as_client).desk()
    for actor in TEAM:
        for act in (
            lambda d, w: open_record(d, w, "Resource", "r-2"),
            lambda d, w: list_records(d, w, "Resource"),
            lambda d, w: history_of(d, w, "r-2"),
            lambda d, w: search(d, w, "동행"),
            lambda d, w: resources_like(d, w, "동행"),
            lambda d, w: why_not(d, w, "a-0", "r-2"),
        ):
            assert said(answer(act, plain, actor)) == said(answer(act, client, actor))


@pytest.mark.parametrize("kind", [RecipientKind.CLIENT, RecipientKind.HELPER, RecipientKind.AGENCY])
def test_a_recipient_who_was_promised_nothing_reads_public_fields_alone(kind):
    recipient = Recipient(kind=kind, id="p-other" if kind is not RecipientKind.AGENCY else "o-centre")
    desk = World((*a.one_of_each(), *staff())).desk()
    with desk.store.read() as reader:
        view = View(viewer=WORKER.viewer, purpose=WORKER.purpose, reader=reader, day=DAY, recipient=recipient)
        for record in a.one_of_each():
            for told in view.fields(record):
                public = field_specs(type(record))[told.field].privacy is Privacy.PUBLIC
                assert told.withheld or public, (type(record).__name__, told.field)


def test_a_client_never_reads_holds_waits_or_who_said_no():
    desk = a_world().desk()
    with desk.store.read() as reader:
        recipient = Recipient(kind=RecipientKind.CLIENT, id="p-0")
        view = View(viewer=WORKER.viewer, purpose=WORKER.purpose, reader=reader, day=DAY, recipient=recipient)
        linkage = a.a_linkage(
            person="p-0", giver="o-centre", state=LinkageState.ASKED, hold_until=NOW, review_on=DAY
        )
        told = {one.field for one in view.fields(linkage) if not one.withheld}
        assert not told & {"state", "hold_until", "review_on", "helper_answer", "outcome", "note", "reasons"}
        no = view.fields(a_no("p-0", "p-2", Side.CLIENT, scope=RefusalScope.THIS_ONE))
        assert REASON not in said(no)


def test_a_helper_sees_no_network_without_consent():
    helper = Recipient(kind=RecipientKind.HELPER, id="p-2")
    with pytest.raises(ConsentMissing):
        draw(a_world().desk(), WORKER, "p-0", recipient=helper)


NUMBER = "900101-1234567"
WRITTEN = {
    "search": lambda d, w, t: search(d, w, t),
    "list_clients": lambda d, w, t: list_clients(d, w, query=t),
    "find_residents": lambda d, w, t: find_residents(d, w, t),
    "resources_like": lambda d, w, t: resources_like(d, w, t),
    "own_words": lambda d, w, t: own_words(t, "ko"),
    "own words of a need": lambda d, w, t: record_need(
        d, w, "p-0", item="health", own_words=t, urgency=Urgency.ORDINARY
    ),
    "item of a need": lambda d, w, t: record_need(
        d, w, "p-0", item=t, own_words=None, urgency=Urgency.ORDINARY
    ),
    "open_client": lambda d, w, t: open_client(d, w, t),
    "open_record": lambda d, w, t: open_record(d, w, "Person", t),
    "history_of": lambda d, w, t: history_of(d, w, t),
    "why of forgetting": lambda d, w, t: forget_person(d, replace(w, viewer=LEADER.viewer), "p-3", why=t),
}


@pytest.mark.parametrize("act", WRITTEN)
@pytest.mark.parametrize("dress", ["{}", "번호는 {} 입니다", "p-{}"])
def test_a_resident_number_is_refused_and_never_echoed(act, dress):
    desk = a_world().desk()
    with pytest.raises(PumasiError) as refused:
        WRITTEN[act](desk, WORKER, dress.format(NUMBER))
    assert "1234567" not in str(refused.value) + said(tuple(refused.value.fields.values()))


ACTS = {
    Act.SEE_CLIENTS: lambda d, w: list_clients(d, w),
    Act.SEE_CLIENT: lambda d, w: open_client(d, w, "p-0"),
    Act.SEE_NAMES: lambda d, w: open_client(d, w, "p-0", masked=False),
    Act.SEE_REGISTER: lambda d, w: search(d, w, "동행"),
    Act.SEE_HISTORY: lambda d, w: history_of(d, w, "p-0"),
    Act.SEE_LOG: lambda d, w: read_log(d, w),
    Act.PROTECT: lambda d, w: list_records(d, w, "KeepApart"),
    Act.SUGGEST: lambda d, w: suggest(d, w, "a-0"),
    Act.DECIDE: lambda d, w: ask_helper(d, w, "a-0", "r-2"),
    Act.DRAW: lambda d, w: draw(d, w, "p-0"),
    Act.FORGET: lambda d, w: forget_person(d, w, "p-3", why="본인 요청"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("actor", [*TEAM, ADMINISTRATOR], ids=lambda one: one.viewer.staff)
def test_a_role_gets_an_answer_exactly_where_the_table_says_so(act, actor):
    told = answer(ACTS[act], a_world().desk(), actor)
    if actor.viewer.role in RIGHTS[act]:
        assert not isinstance(told, PumasiError)
    else:
        assert isinstance(told, RightMissing)
