"""Real data without a key is said at every start and on the leader's pages; a sample is nobody's data."""

import pytest

from api import wiring
from api.cli.console import Speech
from api.cli.serve import warn_unencrypted
from casework.overview.condition import holds_real_data
from casework.register.sample import fill_with_sample
from graph.testing.builders import a_person, a_staff
from graph.testing.clauses.base import put
from graph.view import Viewer
from graph.words.kinds import StaffRole
from tests.api.office import Office, sign_in
from tests.api.upkeep.installation import a_key, fill, settings_in


def unencrypted(settings):
    parts = wiring.build(settings)
    parts.close()
    return parts.unencrypted


def test_real_data_without_a_key_is_said_and_with_one_it_is_not(tmp_path):
    fill(settings_in(tmp_path / "plain"))
    key = a_key(tmp_path)
    fill(settings_in(tmp_path / "closed", key_file=key))
    assert unencrypted(settings_in(tmp_path / "plain"))
    assert not unencrypted(settings_in(tmp_path / "closed", key_file=key))


def test_a_sample_and_the_team_itself_are_no_real_data_and_one_person_more_is(tmp_path):
    settings = settings_in(tmp_path)
    parts = wiring.build(settings)
    fill_with_sample(parts.desk, "dong", seed=1)
    put(parts.desk.store, a_staff())
    assert not holds_real_data(parts.desk)
    put(parts.desk.store, a_person())
    assert holds_real_data(parts.desk)
    parts.close()


@pytest.mark.parametrize(("language", "said"), [("ko", "암호화되지 않은"), ("en", "not encrypted")])
def test_every_start_warns_in_the_language_of_the_terminal(tmp_path, monkeypatch, capsys, language, said):
    fill(settings_in(tmp_path))
    monkeypatch.setattr(Speech, "language", language)
    for _ in range(2):
        parts = wiring.build(settings_in(tmp_path))
        warn_unencrypted(parts)
        parts.close()
        assert said in capsys.readouterr().err


@pytest.fixture
def office(tmp_path):
    fill(settings_in(tmp_path))
    office = Office(tmp_path, store=None)
    office.password = office.door.accounts.renew_password("team")
    yield office
    office.parts.close()


@pytest.mark.parametrize(("language", "said"), [("ko", "암호화되지 않았습니다"), ("en", "are not encrypted")])
def test_the_leader_reads_it_on_every_page(office, language, said):
    client = office.signed_in()
    for page in ("/", "/resources"):
        assert said in client.get(f"{page}?lang={language}").text


def test_others_do_not_read_it(office):
    viewer = Viewer(staff="s-lee", role=StaffRole.RESOURCE_KEEPER, dong="9911000100")
    password = office.door.accounts.add("keeper", viewer)
    client = office.browser()
    assert "암호화되지 않았습니다" not in client.get("/sign-in").text
    sign_in(client, "keeper", password)
    page = client.get("/resources")
    assert page.status_code == 200
    assert "암호화되지 않았습니다" not in page.text
