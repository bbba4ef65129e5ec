"""An Ask as one Cypher query: every gate that can fail, every criterion, the best k by points, then by id.

Not said, for want of anybody in the sample whom it concerns: households that give, and consent given by a
guardian. Left out though it may bear: on a way of introduction to an organisation, its members whom somebody on
the way must not meet. Answers are compared, so that an Ask where it changes something shows as different.
"""

INDEXES = (
    "CREATE INDEX bench_resource_type IF NOT EXISTS FOR (r:Resource) ON (r.service_type)",
    "CREATE INDEX bench_linkage_outcome IF NOT EXISTS FOR (l:Linkage) ON (l.giver, l.outcome)",
)
"""What the query may use beside the store's own; made for it, and left in the database."""


def _holds(one: str) -> str:
    """Valid today, both ends included. Alternatives as ``coalesce``: the planner multiplies every OR out."""
    return f"coalesce({one}.valid_from <= $today, true) AND coalesce({one}.valid_to >= $today, true)"


def _agreed(party: str) -> str:
    """Whether somebody consented to be considered."""
    return f"""EXISTS {{ ({party})<-[:PERSON]-(c:Consent&Present) WHERE c.purpose = 'matching'
      AND c.recipient IS NULL AND coalesce(c.decided_by, c.person) = c.person AND c.given_on <= $today
      AND coalesce(c.withdrawn_on > $today, true) AND coalesce(c.until >= $today, true) }}"""


def _stands(no: str) -> str:
    """A refusal that stands today."""
    return f"coalesce({no}.until > $today, true) AND coalesce({no}.withdrawn_on > $today, true)"


def _introduces(party: str) -> str:
    """Whether somebody may introduce: there, and agreed."""
    return f"""{party}.id STARTS WITH 'p-' AND {party} <> me AND EXISTS {{ ({party})<-[:OF]-(v:Present)
      WHERE coalesce(v.left_on > $today, true) }} AND {_agreed(party)}"""


def _may_meet(through: str, path: str) -> str:
    """Whether nobody on a way said no to another, and no two are kept apart, nor their households."""
    beside = f"""{_holds("k")} AND any(y IN {path} WHERE y <> x AND CASE WHEN y = b THEN true
        WHEN coalesce(k.covers_households, 1) = 0 THEN false
        ELSE EXISTS {{ (y)<-[:OF]-(:Present {{household: pb.household}}) }} END)"""
    return f"""none(x IN {path} WHERE CASE
      WHEN EXISTS {{ (x)<-[:PERSON]-(n:Refusal&Present) WHERE {_stands("n")}
        AND CASE WHEN n.other IS NOT NULL THEN any(y IN {path} WHERE y.id = n.other)
          ELSE n.service_type IS NULL AND x IN {through} END }} THEN true
      WHEN EXISTS {{ (x)<-[:ONE|OTHER]-(k:KeepApart&Present)-[:ONE|OTHER]->(b:Entity)<-[:OF]-(pb:Present)
        WHERE {beside} }} THEN true
      ELSE EXISTS {{ (x)<-[:OF]-(:Present)-[:HOUSEHOLD]->(:Entity)<-[:HOUSEHOLD]-(:Present)-[:OF]->(:Entity)
          <-[:ONE|OTHER]-(k:KeepApart&Present)-[:ONE|OTHER]->(b:Entity)<-[:OF]-(pb:Present)
        WHERE coalesce(k.covers_households, 1) <> 0 AND {beside} }} END)"""


def _willing(tie: str) -> str:
    """A tie along which an introduction may go."""
    return f"""{_holds(tie)} AND NOT coalesce({tie}.strain, '') IN ['tense', 'broken']
      AND coalesce({tie}.introduces, 1) <> 0"""


_GIVES = """EXISTS { (%s)<-[:GIVER]-(offered:Present&Resource) WHERE offered.service_type IN $codes }"""
_TO_ONE = (
    """CASE n.scope WHEN 'this_one' THEN true WHEN 'not_before' THEN n.other IS NOT NULL ELSE false END"""
)
_HELD = """CASE l.state WHEN 'asked' THEN l.hold_until > $now
    ELSE l.state IN ['accepted', 'active', 'kept'] END"""
_AMOUNT = """OPTIONAL MATCH (l)-[:ASK]->(:Entity)<-[:OF]-(la:Present)
    WITH *, CASE WHEN l.`amount.count` IS NOT NULL THEN [l.`amount.count`, l.`amount.period`]
      WHEN la IS NOT NULL THEN [la.`amount.count`, la.`amount.period`] ELSE [1.0, 'once'] END AS amount"""

_CLIENT = f"""
MATCH (me:Entity {{id: $client}}) WHERE {_agreed("me")}
CALL (me) {{ // whom the client said no to, and to which kinds of help
  OPTIONAL MATCH (me)<-[:PERSON]-(n:Refusal&Present) WHERE n.side = 'client' AND {_stands("n")}
  WITH n, {_TO_ONE} AS to_one
  RETURN collect(CASE WHEN to_one THEN n.other END) AS refused,
    collect(CASE WHEN NOT to_one THEN n.service_type END) AS refused_kinds,
    sum(CASE WHEN n IS NOT NULL AND NOT to_one AND n.service_type IS NULL THEN 1 ELSE 0 END) AS refused_all
}}
WITH * WHERE refused_all = 0
CALL (me) {{ // who is kept apart from the client or their household
  CALL (me) {{
    MATCH (me)<-[:ONE|OTHER]-(k:KeepApart&Present)-[:ONE|OTHER]->(b:Entity) WHERE {_holds("k")}
    RETURN k, b
  UNION
    MATCH (:Entity {{id: $household}})<-[:HOUSEHOLD]-(:Present)-[:OF]->(:Entity)
      <-[:ONE|OTHER]-(k:KeepApart&Present)-[:ONE|OTHER]->(b:Entity)
    WHERE {_holds("k")} AND coalesce(k.covers_households, 1) <> 0
    RETURN k, b
  }}
  MATCH (b)<-[:OF]-(pb:Present)
  RETURN collect(CASE WHEN b <> me THEN b.id END) AS barred,
    collect(CASE WHEN coalesce(k.covers_households, 1) <> 0 THEN pb.household END) AS barred_homes
}}
CALL (me, barred, barred_homes) {{ // the organisations to which those belong
  WITH me, barred, barred_homes WHERE size(barred) > 0
  CALL (barred, barred_homes) {{
    UNWIND barred AS one MATCH (member:Entity {{id: one}}) RETURN member
  UNION
    UNWIND barred_homes AS one MATCH (:Entity {{id: one}})<-[:HOUSEHOLD]-(:Present)-[:OF]->(member:Entity)
    RETURN member
  }}
  WITH me, member WHERE member <> me
  MATCH (member)<-[:PERSON]-(ms:Membership&Present) WHERE {_holds("ms")}
  RETURN collect(ms.organisation) AS barred_groups
}}
CALL (me) {{ // ties of today: to whom, how close, strained or not, formal or not
  OPTIONAL MATCH (me)<-[:SOURCE|TARGET]-(t:Tie&Present) WHERE {_holds("t")}
  WITH CASE t.source WHEN $client THEN t.target ELSE t.source END AS other, t,
    coalesce(t.strain, '') IN ['tense', 'broken'] AS strained
  RETURN collect(CASE WHEN strained THEN other END) AS strained_with,
    collect(CASE WHEN NOT strained THEN [other, coalesce($worth[t.closeness], 0)] END) AS known,
    collect(CASE WHEN NOT strained THEN [other, CASE WHEN t.formal IS NOT NULL THEN t.formal
      WHEN t.kind IN ['worker', 'agency'] THEN 1
      WHEN t.kind IN ['other', 'volunteer', 'resident_leader'] THEN -1 ELSE 0 END] END) AS by_tie
}}
CALL (me) {{ // who gives to the client now
  OPTIONAL MATCH (me)<-[:PERSON]-(l:Linkage&Present)-[:RESOURCE]->(:Entity)<-[:OF]-(lr:Present) WHERE {_HELD}
  OPTIONAL MATCH (lo:Organisation&Present {{id: l.giver}})
  RETURN collect(CASE WHEN l IS NOT NULL THEN [l.giver, coalesce(lr.formal,
    CASE WHEN l.giver STARTS WITH 'o-' THEN coalesce(lo.formal, -1) ELSE 0 END)] END) AS by_linkage
}}
CALL (by_tie, by_linkage) {{ // the client's supporters
  UNWIND by_tie + by_linkage AS one
  WITH one[0] AS party, max(one[1]) AS formal WHERE formal >= 0
  RETURN count(*) AS supporters, sum(formal) AS formal_ones
}}
CALL (me) {{ // earlier linkages
  OPTIONAL MATCH (me)<-[:PERSON]-(l:Linkage&Present) WHERE l.state IN ['active', 'kept', 'ended']
  WITH l, coalesce(l.outcome, '') IN ['stopped_by_client', 'stopped_by_helper', 'not_delivered'] AS broken
  RETURN collect(CASE WHEN NOT broken THEN l.giver END) AS together,
    collect(CASE WHEN broken THEN l.giver END) AS broken_off
}}
CALL (me) {{ // the client's groups
  OPTIONAL MATCH (me)<-[:PERSON]-(ms:Membership&Present) WHERE {_holds("ms")}
  RETURN collect(ms.organisation) AS groups
}}
CALL (me) {{ // by whom the client could be introduced
  OPTIONAL MATCH (me)<-[:SOURCE|TARGET]-(t:Tie&Present)-[:SOURCE|TARGET]->(a:Entity) WHERE {_willing("t")}
  WITH DISTINCT a, me WHERE {_introduces("a")}
  RETURN collect(a) AS firsts
}}
CALL (me, firsts) {{ // and to whom
  UNWIND firsts AS a
  MATCH (a)<-[:SOURCE|TARGET]-(t:Tie&Present)-[:SOURCE|TARGET]->(b:Entity) WHERE b <> me AND {_willing("t")}
  WITH DISTINCT a, b
  RETURN collect([a, b]) AS seconds
}}
CALL (me, seconds) {{
  UNWIND seconds AS pair WITH me, pair[0] AS a, pair[1] AS b
  WHERE {_GIVES % "b"} AND {_may_meet("[a]", "[me, a, b]")}
  RETURN collect(DISTINCT b.id) AS two_steps
}}
CALL (me, seconds) {{ // two people, one after the other
  UNWIND seconds AS pair WITH me, pair[0] AS a, pair[1] AS b WHERE {_introduces("b")}
  MATCH (b)<-[:SOURCE|TARGET]-(t:Tie&Present)-[:SOURCE|TARGET]->(c:Entity)
  WHERE c <> me AND c <> a AND {_willing("t")}
  WITH DISTINCT me, a, b, c WHERE {_GIVES % "c"} AND {_may_meet("[a, b]", "[me, a, b, c]")}
  RETURN collect(DISTINCT c.id) AS three_steps
}}
CALL () {{ // the team's minutes from the client's tong
  OPTIONAL MATCH (w:WalkingTime&Present {{dong: $home.dong}}) WHERE $home.tong IN [w.tong, w.other_tong]
  RETURN collect([CASE w.tong WHEN $home.tong THEN w.other_tong ELSE w.tong END, w.walk_minutes]) AS minutes
}}
CALL () {{ // languages that interpreters join to the client's
  UNWIND $interpreting AS code
  OPTIONAL MATCH (i:Resource&Present {{service_type: code}}) WHERE {_holds("i")}
  OPTIONAL MATCH (speaker:Person&Present {{id: i.giver}})
  WITH DISTINCT coalesce(i.languages, speaker.languages) AS spoken
  RETURN collect(CASE WHEN any(x IN $languages WHERE spoken CONTAINS x) THEN spoken END) AS bridges
}}
"""

_RESOURCE = """
UNWIND $types AS type
MATCH (r:Resource&Present {service_type: type.code})
WHERE r.giver <> $client AND NOT r.giver IN refused AND NOT r.giver IN barred
  AND NOT r.service_type IN refused_kinds AND NOT $asked IN refused_kinds
  AND NOT r.giver IN coalesce(barred_groups, [])
  AND coalesce(r.valid_from <= $day, true) AND coalesce(r.valid_to >= $day, true)
  AND CASE WHEN r.season_from IS NULL THEN true
    WHEN r.season_from <= r.season_to THEN r.season_from <= $mark <= r.season_to
    WHEN $mark >= r.season_from THEN true ELSE $mark <= r.season_to END
  AND coalesce(r.best_before >= $day, true) AND coalesce(r.paused_until <= $day, true)
  AND coalesce(none(x IN $allergies WHERE r.allergens CONTAINS x), true)
  AND coalesce($oldest >= r.`eligibility.age_from`, true) AND coalesce($youngest <= r.`eligibility.age_to`, true)
  AND coalesce(r.`eligibility.sex` = $sex, true)
  AND coalesce(r.`eligibility.household_types` CONTAINS $household_type, true)
  AND coalesce(r.`eligibility.income_up_to` IN $income, true)
  AND coalesce(r.`eligibility.dongs` CONTAINS $dong, true)
  AND coalesce(none(x IN $benefits WHERE r.`eligibility.excluded_by` CONTAINS x), true)
WITH *, CASE r.comes_home WHEN 1 THEN true WHEN 0 THEN false ELSE type.home END AS at_home,
  CASE WHEN r.slots IS NULL THEN 0
    ELSE reduce(n = 0, w IN $slots | n + w.of[substring(r.slots, w.at, 1)]) END AS covered
WHERE CASE WHEN $timed AND r.slots IS NOT NULL THEN covered > 0 ELSE true END
  AND CASE WHEN at_home THEN $lets_in ELSE true END
MATCH (r)-[:OF]->(re:Entity)
MATCH (r)-[:GIVER]->(g:Entity)<-[:OF]-(v:Present)
WITH *, r.giver STARTS WITH 'p-' AS personal
WHERE CASE WHEN personal
    THEN coalesce(v.left_on > $day, true) AND NOT coalesce(v.household IN barred_homes, false)
    ELSE coalesce(v.valid_from <= $day, true) AND coalesce(v.valid_to >= $day, true) END
  AND CASE WHEN NOT personal THEN true
    WHEN at_home THEN coalesce(v.visits_paused_until <= $day, true) AND coalesce(v.sex = $only, true)
      AND coalesce(none(x IN $conditions WHERE v.cannot_with CONTAINS x), true)
    WHEN r.comes_home = 0 AND NOT type.remote THEN CASE v.accepts_at_home WHEN 'nobody' THEN false
      WHEN 'women_only' THEN coalesce($sex = 'female', true)
      WHEN 'men_only' THEN coalesce($sex = 'male', true) ELSE true END
    ELSE true END
  AND CASE WHEN personal THEN
      all(x IN type.checks WHERE any(q IN split(v.qualifications, '{') WHERE q CONTAINS x
        AND coalesce(split(q, '"valid_until":"')[1] >= $day, false)))
      AND all(x IN type.licences WHERE CASE WHEN v.qualifications CONTAINS x
        THEN any(q IN split(v.qualifications, '{') WHERE q CONTAINS x
          AND coalesce(split(q, '"valid_until":"')[1] >= $day, true)) ELSE true END)
    WHEN v.formal = 1 THEN true WHEN r.formal = 1 THEN true ELSE size(type.checks) = 0 END
WITH *, coalesce(r.languages, CASE WHEN personal THEN v.languages END) AS spoken
WHERE CASE WHEN r.kind IN ['goods', 'public_benefit'] THEN true WHEN spoken IS NULL THEN true
  WHEN size($languages) = 0 THEN true WHEN any(x IN $languages WHERE spoken CONTAINS x) THEN true
  ELSE any(x IN $every_language WHERE spoken CONTAINS x AND any(b IN bridges WHERE b CONTAINS x)) END
OPTIONAL MATCH (home:Household&Present {id: CASE WHEN personal AND r.`place.latitude` IS NULL
  AND r.`place.tong` IS NULL AND v.`place.latitude` IS NULL AND v.`place.tong` IS NULL THEN v.household END})
WITH *, CASE WHEN r.`place.latitude` IS NOT NULL OR r.`place.tong` IS NOT NULL THEN r
  WHEN v.`place.latitude` IS NOT NULL OR v.`place.tong` IS NOT NULL THEN v ELSE home END AS at
WITH *, coalesce(
  head([m IN minutes WHERE at.dong = $home.dong AND m[0] = at.`place.tong` | m[1] * $metres_per_minute]),
  sqrt((at.`place.latitude` - $home.latitude) ^ 2 * $north ^ 2
    + (at.`place.longitude` - $home.longitude) ^ 2 * $east ^ 2) * $detour) AS way
WITH *, CASE WHEN at_home OR $walks IS NULL THEN r.reach_metres WHEN r.reach_metres IS NULL THEN $walks
  WHEN $walks < r.reach_metres THEN $walks ELSE r.reach_metres END AS reach
WHERE CASE WHEN type.remote THEN true WHEN r.kind = 'public_benefit' THEN true
  WHEN at_home AND NOT personal AND r.reach_metres IS NULL THEN true
  WHEN type.walkable THEN coalesce(way <= reach, true) WHEN at_home THEN coalesce(way <= reach, true)
  WHEN r.reach_metres IS NOT NULL THEN coalesce(way <= reach, true) ELSE true END
"""

_GIVER = f"""
WITH * WHERE CASE WHEN personal THEN {_agreed("g")} ELSE true END
  AND NOT EXISTS {{ (g)<-[:PERSON]-(n:Refusal&Present) WHERE n.side = 'helper' AND {_stands("n")}
    AND CASE WHEN {_TO_ONE} THEN coalesce(n.other = $client, false)
      WHEN n.service_type IS NOT NULL THEN n.service_type IN [r.service_type, $asked]
      ELSE n.scope = 'not_before' END }}
CALL (r, re) {{ // what is left of the resource
  OPTIONAL MATCH (re)<-[:RESOURCE]-(l:Linkage&Present) WHERE {_HELD}
  {_AMOUNT}
  WITH r, sum(CASE WHEN l IS NULL THEN 0.0 WHEN amount[1] = 'once' OR r.`capacity.count` IS NULL
    OR r.`capacity.period` = 'once' THEN amount[0]
    ELSE amount[0] * $days[r.`capacity.period`] / $days[amount[1]] END) AS used
  RETURN CASE r.unlimited WHEN 1 THEN true
    ELSE coalesce(coalesce(r.stock, r.`capacity.count`) - used > 1e-6, true) END AS remains
}}
WITH * WHERE remains
CALL (g, v, personal) {{ // what the helper carries a week
  WITH g, v, personal WHERE personal AND v.load_limit IS NOT NULL
  CALL (g) {{
    OPTIONAL MATCH (g)<-[:GIVER]-(l:Linkage&Present)-[:RESOURCE]->(:Entity)<-[:OF]-(lr:Present) WHERE {_HELD}
    {_AMOUNT}
    RETURN collect(l.person) AS helped, sum(CASE WHEN l IS NULL THEN 0.0 ELSE
      (CASE WHEN lr.service_type IN $lumps THEN 1.0 ELSE amount[0] END)
      * (CASE amount[1] WHEN 'once' THEN 1.0 ELSE $days.week / toFloat($days[amount[1]]) END) END) AS linked
  }}
  CALL (g, helped) {{
    OPTIONAL MATCH (g)<-[end:SOURCE|TARGET]-(t:Tie&Present) WHERE {_holds("t")} AND coalesce(t.formal, 0) <> 1
      AND any(x IN ['"practical"', '"material"'] WHERE t.supports CONTAINS x)
      AND t.source STARTS WITH 'p-' AND t.target STARTS WITH 'p-'
      AND t.direction IN CASE type(end) WHEN 'SOURCE' THEN ['forward', 'both'] ELSE ['backward', 'both'] END
      AND NOT CASE type(end) WHEN 'SOURCE' THEN t.target ELSE t.source END IN helped
    RETURN sum(coalesce(t.contacts_per_week, 0.0)) AS informal,
      sum(CASE WHEN t IS NOT NULL AND t.contacts_per_week IS NULL THEN 1 ELSE 0 END) AS uncounted
  }}
  RETURN linked + informal AS visits, linked + informal + uncounted AS at_most
UNION
  WITH g, v, personal WHERE NOT (personal AND v.load_limit IS NOT NULL)
  RETURN null AS visits, null AS at_most
}}
WITH * WHERE NOT coalesce(visits + type.more > v.load_limit + 1e-6, false)
"""

_POINTS = f"""
WITH r, type.fit + $slots_points * covered / $named AS so_far, v, personal, type, way, at_most,
  coalesce(r.formal, CASE WHEN personal THEN 0 ELSE v.formal END) AS formal, supporters, formal_ones,
  strained_with, known, two_steps, three_steps, groups, g,
  CASE WHEN r.giver IN together AND NOT r.giver IN broken_off THEN $same_helper ELSE 0 END AS same,
  toFloat(formal_ones) / CASE supporters WHEN 0 THEN 1 ELSE supporters END AS share
WITH *, CASE WHEN type.remote OR way IS NULL THEN 0
    ELSE coalesce(head([b IN $distance WHERE way <= b[0] | b[1]]), 0) END AS near,
  CASE WHEN at_most IS NULL OR v.load_limit <= 0 THEN 0
    ELSE coalesce(head([b IN $load WHERE at_most / v.load_limit <= b[0] | b[1]]), 0) END AS room,
  coalesce(head([b IN $freshness WHERE coalesce(r.verified_on, v.verified_on) >= b[0] | b[1]]), 0) AS fresh,
  CASE WHEN supporters = 0 OR formal IS NULL THEN 0
    WHEN share >= $balance.mostly_formal
      THEN CASE formal WHEN 0 THEN $balance.informal_where_formal ELSE 0 END
    WHEN share > $balance.mostly_informal
      THEN CASE formal WHEN 0 THEN $balance.informal_where_mixed ELSE 0 END
    ELSE CASE formal WHEN 1 THEN $balance.formal_where_informal ELSE 0 END END AS balance,
  COUNT {{ (l:Linkage&Present) WHERE l.giver = r.giver AND l.outcome = 'went_well' }} * $well.each AS well,
  CASE WHEN r.giver IN strained_with THEN [0] ELSE [CASE WHEN r.giver IN two_steps THEN $tie.two_steps ELSE 0 END,
    CASE WHEN r.giver IN three_steps THEN $tie.three_steps ELSE 0 END,
    CASE WHEN r.giver IN groups OR (size(groups) > 0 AND EXISTS {{ (g)<-[:PERSON]-(ms:Membership&Present)
      WHERE ms.organisation IN groups AND {_holds("ms")} }}) THEN $tie.shared_group ELSE 0 END] END
    + [k IN known WHERE k[0] = r.giver | k[1]] AS ties
RETURN r.id AS id, so_far + near + room + fresh + balance + same
  + CASE WHEN well > $well.most THEN $well.most ELSE well END
  + reduce(n = 0, one IN ties | CASE WHEN one > n THEN one ELSE n END) AS points
ORDER BY points DESC, id LIMIT $k
"""

ASK = _CLIENT + _RESOURCE + _GIVER + _POINTS
"""The query; ``tests.bench.cypher`` prepares its parameters."""
