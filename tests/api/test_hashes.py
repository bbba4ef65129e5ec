"""Passwords and tokens."""

from api.auth import hashes
from tests.api.office import sign_in

AS_INSTALLED = hashes._HASHER


def test_an_installation_hashes_passwords_as_rfc_9106_asks(monkeypatch):
    monkeypatch.setattr(hashes, "_HASHER", AS_INSTALLED)
    kept = hashes.hash_password("a password")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hashes.password_fits(kept, "a password")
    assert not hashes.password_fits(kept, "another password")


def test_what_is_not_a_hash_fits_no_password():
    assert not hashes.password_fits("", "")


def test_a_hash_of_weaker_settings_is_replaced_at_the_next_sign_in(office, monkeypatch):
    monkeypatch.setattr(hashes, "_HASHER", AS_INSTALLED)
    assert sign_in(office.browser(), "team", office.password).status_code == 303
    (kept,) = office.door.file.one("SELECT password_hash FROM account")
    assert "m=65536" in kept
    assert sign_in(office.browser(), "team", office.password).status_code == 303


def test_a_name_without_an_account_costs_a_check_too(office, monkeypatch):
    checked = []
    monkeypatch.setattr("api.auth.sign_in.password_fits", lambda kept, _: checked.append(kept[:10]) or False)
    for name in ("team", "nobody"):
        sign_in(office.browser(), name, "wrong")
    assert checked == ["$argon2id$"] * 2


def test_no_two_passwords_or_tokens_are_alike():
    made = [make() for make in (hashes.new_password, hashes.new_token) for _ in range(200)]
    assert len(set(made)) == len(made)
