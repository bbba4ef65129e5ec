"""Every act that answers something, as an actor would call it in a neighbourhood."""

from datetime import timedelta

from casework.linking import suggest as suggesting
from casework.linking.circle_round import circle_form, propose_circle
from casework.linking.circle_seen import as_told_to, drop_outs
from casework.linking.developed_told import open_development
from casework.linking.developing import propose_development
from casework.linking.offer import offer
from casework.linking.rounds import list_rounds, propose_allocation, propose_exchange
from casework.linking.rounds_cut import Part as RoundPart
from casework.linking.rounds_told import open_round
from casework.overview import drawings, figures, history, over_time, picture
from casework.overview.asking import ask_network
from casework.overview.dong import dong_network
from casework.overview.fairness import fairness_of_round, fairness_today
from casework.overview.questions import FORMS, Asked, Part, Question
from casework.overview.today import today
from casework.register import clients, exports, resources, search
from casework.register.records import SEEN, history_of, list_records, open_record
from casework.register.ties import ties_of
from casework.sharing import access
from graph.errors import PumasiError
from graph.records.needs import Ask
from graph.records.people import Organisation, Person
from graph.records.resources import Resource
from graph.testing.builders import LATITUDE, LONGITUDE
from tests.safety.safety_world import DAY


def about(world, client):
    """The acts whose answer is about one client, by a name each."""
    asks = [one.id for one in world.of(Ask) if one.person == client]
    acts = {
        "open_client": lambda d, w: clients.open_client(d, w, client),
        "open_client unmasked": lambda d, w: clients.open_client(d, w, client, masked=False),
        "ties_of": lambda d, w: ties_of(d, w, client),
        "history": lambda d, w: history.client_history(d, w, client),
        "draw": lambda d, w: picture.draw(d, w, client),
        "draw unmasked": lambda d, w: picture.draw(d, w, client, masked=False),
        "draw earlier": lambda d, w: picture.draw(d, w, client, day=DAY - timedelta(days=300)),
        "draw_change": lambda d, w: picture.draw_change(d, w, client, since=DAY - timedelta(days=30)),
        "drawing": lambda d, w: drawings.drawing(d, w, client),
        "interactive": lambda d, w: drawings.interactive(d, w, client),
        "figures": lambda d, w: figures.network_figures(d, w, client),
        "graphml": lambda d, w: figures.network_graphml(d, w, client),
        "stepping_in": lambda d, w: over_time.stepping_in(d, w, client),
        "over_time": lambda d, w: over_time.network_over_time(d, w, client),
    }
    for question in (one for one in Question if Part.PERSON in FORMS[one].needs):
        for other in world.ids(Person) if Part.OTHER in FORMS[question].needs else [client]:
            asked = Asked(person=client, other=other, kind="hospital_escort")
            acts[f"ask {question.value} {other}"] = lambda d, w, q=question, a=asked: ask_network(d, w, q, a)
    acts |= {
        "circle_form": lambda d, w: circle_form(d, w, client),
        "circle": lambda d, w: open_round(d, w, propose_circle(d, w, client)),
        "drop_outs": lambda d, w: drop_outs(d, w, propose_circle(d, w, client)),
        "invitations": lambda d, w: invitations(d, w, propose_circle(d, w, client)),
    }
    for ask in asks:
        acts[f"suggest {ask}"] = lambda d, w, ask=ask: suggesting.suggest(d, w, ask, k=20)
        for one in world.ids(Resource):
            acts[f"why_not {ask} {one}"] = lambda d, w, ask=ask, one=one: suggesting.why_not(d, w, ask, one)
    return acts


def invitations(desk, actor, made):
    """What everybody reads who is asked to take part in a circle."""
    legs = [leg for one in open_round(desk, actor, made).proposals for leg in one.legs]
    asked = [leg.id for leg in legs if leg.form_code in ("circle", "introduce")]
    return [as_told_to(desk, actor, made, leg) for leg in asked]


def register(world):
    """The acts about the register, about nobody in particular."""
    acts = {
        "list_clients": lambda d, w: clients.list_clients(d, w),
        "today": lambda d, w: today(d, w),
        "near": lambda d, w: search.near(d, w, LATITUDE, LONGITUDE, radius_metres=5000),
        "list_resources": lambda d, w: resources.list_resources(d, w),
    }
    for number in range(6):
        acts[f"search {number}"] = lambda d, w, n=number: search.search(d, w, f"사람{n}")
        acts[f"list_clients {number}"] = lambda d, w, n=number: clients.list_clients(d, w, query=f"사람{n}")
        acts[f"find_residents {number}"] = lambda d, w, n=number: clients.find_residents(d, w, f"사람{n}")
    for kind in SEEN:
        acts[f"list {kind.__name__}"] = lambda d, w, kind=kind: list_records(d, w, kind.__name__)
    for kind, record in records(world):
        acts[f"open {record}"] = lambda d, w, k=kind, r=record: open_record(d, w, k.__name__, r)
        acts[f"history {record}"] = lambda d, w, r=record: history_of(d, w, r)
    for one in world.ids(Resource):
        acts[f"open_resource {one}"] = lambda d, w, one=one: resources.open_resource(d, w, one)
        acts[f"offer {one}"] = lambda d, w, one=one: offer(d, w, one)
    acts["list_rounds"] = lambda d, w: list_rounds(d, w)
    acts["exchange"] = lambda d, w: open_round(d, w, propose_exchange(d, w))
    acts["allocate"] = lambda d, w: open_round(d, w, propose_allocation(d, w))
    for one in world.ids(Person)[:8]:
        acts[f"allocate, searched {one}"] = lambda d, w, one=one: open_round(
            d, w, propose_allocation(d, w), RoundPart(limit=2, search=one)
        )
    acts["plan fairness"] = lambda d, w: fairness_of_round(d, w, propose_allocation(d, w))
    acts["fairness_today"] = lambda d, w: fairness_today(d, w)
    acts["dong_network"] = lambda d, w: dong_network(d, w)
    for question in (one for one in Question if Part.PERSON not in FORMS[one].needs):
        helpers = (*world.ids(Person), *world.ids(Organisation))
        for giver in helpers if Part.GIVER in FORMS[question].needs else helpers[:1]:
            asked = Asked(giver=giver)
            acts[f"ask {question.value} {giver}"] = lambda d, w, q=question, a=asked: ask_network(d, w, q, a)
    acts["develop"] = lambda d, w: open_development(d, w, propose_development(d, w))
    acts["develop as a round"] = lambda d, w: open_round(d, w, propose_development(d, w))
    acts["resources_like"] = lambda d, w: suggesting.resources_like(d, w, "동행")
    return acts


def outward(world):
    """What leaves as a file, and the log."""
    acts = {"read_log": lambda d, w: access.read_log(d, w), "check_log": lambda d, w: access.check_log(d, w)}
    for sheet in exports.OWN_SHEETS:
        acts[f"export {sheet}"] = lambda d, w, s=sheet: exports.export_sheet(d, w, s, why="점검")
    return acts


def records(world):
    return [(kind, one.id) for kind in SEEN for one in world.of(kind)]


def answer(act, desk, actor):
    """What an act answers, or the error that it raises."""
    try:
        return act(desk, actor)
    except PumasiError as error:
        return error
