"""Files that are no backup, or none any more, are refused, and the present stays as it was."""

import io
import json
import tarfile

import pytest

from api.upkeep.archive import GRAPH, LIST
from api.upkeep.errors import BackupRefused
from tests.api.upkeep.installation import backup_of, change, files, people, put_back


def no_backup(file):
    file.write_bytes(b"hello" * 1000)


def a_folder_of_something(file):
    with tarfile.open(file, "w") as tar:
        tar.add(__file__, "graph.db")


def cut_short(file):
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


def changed(file):
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole)


def of_a_newer_program(file):
    text = file.read_bytes()
    file.write_bytes(text.replace(b'"version": 1,', b'"version": 9,'))


def a_list_of_another_shape(name, value):
    def spoil(file):
        with tarfile.open(file) as tar:
            held = {one.name: tar.extractfile(one).read() for one in tar}
        told = json.loads(held[LIST]) | {name: value}
        held[LIST] = json.dumps(told).encode()
        with tarfile.open(file, "w") as tar:
            for member, content in held.items():
                info = tarfile.TarInfo(member)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))

    spoil.__name__ = f"{name} {value!r}"
    return spoil


def a_member_that_is_a_link(file):
    with tarfile.open(file) as tar:
        text = tar.extractfile(LIST).read()
    with tarfile.open(file, "w") as tar:
        info = tarfile.TarInfo(LIST)
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
        link = tarfile.TarInfo(GRAPH)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        tar.addfile(link)


ODD_LISTS = [
    a_list_of_another_shape("files", []),
    a_list_of_another_shape("files", {GRAPH: 1}),
    a_list_of_another_shape("files", {GRAPH: {"bytes": "9"}}),
    a_list_of_another_shape("figures", None),
    a_list_of_another_shape("made_at", 7),
    a_list_of_another_shape("encrypted", "no"),
    a_list_of_another_shape("version", "1"),
    a_member_that_is_a_link,
]


@pytest.mark.parametrize("spoil", ODD_LISTS, ids=lambda spoil: spoil.__name__)
def test_a_backup_that_nobody_made_so_is_refused(office, spoil):
    file = backup_of(office)
    spoil(file)
    with pytest.raises(BackupRefused):
        put_back(office, file)
    assert files(office.data) == {"graph.db", "accounts.db", "b.pumasi-backup"}


@pytest.mark.parametrize("spoil", [no_backup, a_folder_of_something, cut_short, changed, of_a_newer_program])
def test_a_bad_backup_is_refused_and_the_present_is_as_it_was(office, spoil):
    file = backup_of(office)
    change(office, "지금")
    spoil(file)
    before = people(office)
    with pytest.raises(BackupRefused) as refused:
        put_back(office, file)
    assert "그대로" in refused.value.ko
    assert "as it was" in refused.value.en
    assert people(office) == before
    assert files(office.data) == {"graph.db", "accounts.db", "b.pumasi-backup"}
