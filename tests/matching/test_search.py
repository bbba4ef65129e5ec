"""From own words to what could meet a need: crises before everything else."""

from matching.search import search

BOTH = "죽고 싶어요. 반찬도 없고."


def test_words_of_crisis_lead_to_no_suggestion():
    found = search(BOTH)
    assert [crisis.kind.code for crisis in found.crises] == ["suicide"]
    assert found.hits == ()


def test_once_a_crisis_is_ruled_out_the_words_lead_to_what_can_be_given():
    found = search(BOTH, crisis_ruled_out=True)
    assert found.crises
    assert "side_dishes" in [hit.code for hit in found.hits]


def test_words_without_a_crisis_lead_to_what_can_be_given():
    found = search("병원에 같이 가 줄 사람이 필요해요", limit=3)
    assert found.crises == ()
    assert 0 < len(found.hits) <= 3
