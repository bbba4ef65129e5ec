"""What is sent to harm meets the same limits over HTTP and on the pages as everywhere."""

import io
import zipfile

import pytest

from graph.records.imports import Import
from tests.api.office import Office, hidden

HEADER = "기관명,기관 종류,주소,전화번호"


def send(client, content, name="대장.csv", **form):
    return client.post("/imports/previews", files={"file": (name, content, "text/csv")}, data=form)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return out.getvalue()


HOSTILE = {
    "nothing": b"",
    "bomb": bomb(),
    "nul": b"\0" * 100,
    "old": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "page": b"<html><table></table></html>",
    "nested": b"[" * 100_000,
    "quote": b'"' + b"a" * 200_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_as_a_problem_and_writes_nothing(sample, guide, kind):
    before = guide.get("/imports").json()
    answer = send(guide, HOSTILE[kind], mapping="organisations")
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert guide.get("/imports").json() == before


@pytest.mark.parametrize("kind", ["bomb", "page"])
def test_a_hostile_file_without_a_named_mapping_is_refused_too(guide, kind):
    assert send(guide, HOSTILE[kind]).status_code == 422


@pytest.mark.parametrize(
    "toml", ["[" * 50_000, "a = " + "9" * 5000, 'name = "x"\nrecords = [{ type = "Staff" }]']
)
def test_a_hostile_mapping_is_refused_as_a_problem(guide, toml):
    answer = send(guide, f"{HEADER}\n", mapping_toml=toml)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a\r\nX-Evil: 1.csv", '";x=".csv', "가" * 300, "900101-1234567.csv", "=cmd.csv"],
)
def test_the_name_of_a_file_does_no_harm(guide, name):
    answer = send(guide, f"{HEADER}\n가람회,없는 종류,,\n", name, mapping="organisations")
    assert answer.status_code in (201, 422)
    assert "1234567" not in answer.text
    assert "etc/" not in answer.text
    if answer.status_code == 201:
        saved = guide.get(f"/imports/previews/{answer.json()['token']}/refused.csv")
        assert saved.status_code == 200
        assert "x-evil" not in saved.headers


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("small"), body_mebibytes=1)
    yield office
    office.parts.close()


def test_a_page_refuses_a_body_over_the_limit_by_its_length(small):
    answer = send(small.signed_in(), b"a" * 1_200_000)
    assert answer.status_code == 413


def test_a_page_refuses_a_body_over_the_limit_that_does_not_say_its_length(small):
    def chunks():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(20):
            yield b"a" * 100_000

    answer = small.signed_in().post(
        "/imports/previews", content=chunks(), headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind != "nothing"])
def test_a_page_takes_a_hostile_file_to_its_refusal_and_writes_nothing(small, kind):
    client = small.signed_in()
    answer = send(client, HOSTILE[kind], mapping="organisations", form_token=hidden(client.get("/")))
    assert "대장.csv 파일을 가져올 수 없습니다" in answer.text
    with small.desk.store.read() as reader:
        assert list(reader.each(Import)) == []
