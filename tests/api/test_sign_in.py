"""Signing in, staying signed in, and signing out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from api.errors import FaceError, SignInLocked, SignInRefused
from graph.records.people import Staff
from tests.api.office import Office, hidden, sign_in


def test_the_right_password_opens_the_first_page(office):
    client = office.browser()
    answer = sign_in(client, "team", office.password)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "team" in client.get("/").text


def test_a_wrong_password_is_refused_and_opens_nothing(office):
    client = office.browser()
    answer = sign_in(client, "team", "wrong")
    assert answer.status_code == 401
    assert "아이디 또는 비밀번호가 올바르지 않습니다" in answer.text
    assert client.get("/").status_code == 303


def test_the_refusal_does_not_tell_whether_the_name_exists(office):
    known, unknown = (sign_in(office.browser(), name, "wrong") for name in ("team", "nobody"))
    told = [answer.text.split('role="alert">')[1].split("<")[0] for answer in (known, unknown)]
    assert told[0] == told[1]
    assert known.status_code == unknown.status_code


def test_a_refused_sign_in_never_sends_the_password_back(office):
    assert "hunter2-hunter2" not in sign_in(office.browser(), "team", "hunter2-hunter2").text


def test_five_failures_lock_the_name_even_for_the_right_password(office):
    client = office.browser()
    for _ in range(5):
        assert sign_in(client, "team", "wrong").status_code == 401
    answer = sign_in(client, "team", office.password)
    assert answer.status_code == 429
    assert "15분" in answer.text


def test_attempts_at_the_same_time_cannot_slip_past_the_lock(office):
    def attempt(_):
        try:
            office.door.sign_in.check("team", "wrong")
        except FaceError as error:
            return type(error)

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(attempt, range(20)))
    assert Counter(ended) == {SignInRefused: 5, SignInLocked: 15}


def test_a_lock_ends_after_its_time(office):
    client = office.browser()
    for _ in range(6):
        sign_in(client, "team", "wrong")
    office.clock.pass_time(minutes=15)
    assert sign_in(client, "team", office.password).status_code == 303


def test_a_name_that_does_not_exist_is_locked_alike(office):
    client = office.browser()
    answers = [sign_in(client, "nobody", "wrong").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_success_clears_the_failures_before_it(office):
    client = office.browser()
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "team", "wrong")
        assert sign_in(client, "team", office.password).status_code == 303


def test_a_session_ends_after_ten_idle_minutes(office):
    client = office.signed_in()
    office.clock.pass_time(minutes=10)
    answer = client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/")


def test_use_keeps_a_session_alive(office):
    client = office.signed_in()
    for _ in range(5):
        office.clock.pass_time(minutes=9)
        assert client.get("/").status_code == 200


def test_no_session_outlives_its_longest_time_however_much_it_is_used(office):
    client = office.signed_in()
    for _ in range(80):
        office.clock.pass_time(minutes=9)
        client.get("/")
    assert client.get("/").status_code == 303


def test_signing_in_again_ends_the_session_of_before(office):
    client = office.signed_in()
    before = client.cookies["pumasi_session"]
    sign_in(client, "team", office.password)
    assert client.cookies["pumasi_session"] != before
    other = office.browser(cookie=f"pumasi_session={before}")
    assert other.get("/").status_code == 303


def test_a_session_cookie_planted_before_is_never_used(office):
    client = office.browser()
    client.cookies.set("pumasi_session", "planted", domain="127.0.0.1")
    answer = sign_in(client, "team", office.password)
    assert "pumasi_session=planted" not in answer.headers["set-cookie"]


def test_signing_out_ends_the_session_on_the_server(office):
    client = office.signed_in()
    cookie = client.cookies["pumasi_session"]
    answer = client.post("/sign-out", data={"form_token": hidden(client.get("/"))})
    assert answer.headers["location"] == "/sign-in"
    assert office.browser(cookie=f"pumasi_session={cookie}").get("/").status_code == 303


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(office):
    answer = sign_in(office.browser(), "team", office.password)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("pumasi_session="))
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie


def test_with_tls_the_cookie_is_secure_and_tied_to_the_host(tmp_path):
    cert, key = tmp_path / "cert", tmp_path / "key"
    cert.touch(), key.touch()
    office = Office(tmp_path / "data", tls_cert=cert, tls_key=key)
    client = office.browser()
    client.base_url = "https://pumasi.invalid"
    answer = sign_in(client, "team", office.password)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "_session=" in c)
    assert cookie.startswith("__Host-pumasi_session=")
    assert "Secure" in cookie
    assert answer.headers["strict-transport-security"]
    office.parts.close()


def test_after_signing_in_one_is_where_one_wanted_to_go(office):
    assert sign_in(office.browser(), "team", office.password, next="/people").headers["location"] == "/people"


def test_another_sites_address_is_never_followed_after_signing_in(office):
    for elsewhere in (
        "https://evil.invalid",
        "//evil.invalid",
        "/\\evil.invalid",
        "javascript:alert(1)",
        "/\t/evil",
    ):
        answer = sign_in(office.browser(), "team", office.password, next=elsewhere)
        assert answer.headers["location"] == "/", elsewhere


def test_the_log_keeps_who_came_in_and_that_someone_was_refused(office):
    sign_in(office.browser(), "team", "wrong")
    office.signed_in()
    staff = office.door.accounts.each()[0].viewer.staff
    assert office.log() == [("nobody", "refused"), (staff, "signed_in")]


def test_neither_password_nor_session_nor_token_is_kept_in_the_clear(office):
    client = office.signed_in()
    office.parts.close()
    kept = office.settings.accounts_file.read_bytes()
    assert office.password.encode() not in kept
    assert client.cookies["pumasi_session"].encode() not in kept
    assert b"$argon2id$" in kept


def test_the_first_password_is_random_and_given_once(tmp_path):
    first, other = Office(tmp_path / "a"), Office(tmp_path / "b")
    assert first.password != other.password
    first.parts.close()
    other.parts.close()
    again = Office(tmp_path / "a")
    assert again.password is None
    again.parts.close()


def test_an_installation_on_disk_starts_from_nothing_and_again(tmp_path):
    for _ in range(2):
        office = Office(tmp_path / "new" / "data", store=None)
        with office.desk.store.read() as reader:
            (worker,) = reader.each(Staff)
        assert worker.record.id == office.door.accounts.each()[0].viewer.staff
        office.parts.close()


def test_whoever_sat_idle_is_told_why_the_form_to_sign_in_stands_there(office):
    client = office.signed_in()
    office.clock.pass_time(minutes=10)
    told = "한동안 쓰지 않아 로그아웃되었습니다"
    assert (told in client.get("/sign-in").text, told in office.browser().get("/sign-in").text) == (
        True,
        False,
    )


def test_a_part_of_a_page_leads_back_to_its_page_after_signing_in(office):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people"}
    answer = office.browser().get("/log", headers=asked)
    assert answer.headers["hx-redirect"] == "/sign-in?next=/people"
