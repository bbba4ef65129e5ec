"""A process that is killed in the middle of an import."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.options import acting
from graph.records.imports import Import, SourceRow
from graph.records.people import Organisation
from graph.words.kinds import ViewPurpose

ROOT = Path(__file__).parents[3]
ROWS = 2500

IMPORT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from api.cli.options import acting
from casework.register import imports
from graph.words.kinds import ViewPurpose

def die(done, total):
    os.kill(os.getpid(), signal.SIGKILL)

content = Path(sys.argv[2]).read_bytes()
with acting(Path(sys.argv[1]), None, "team", ViewPurpose.REGISTER_UPKEEP) as (parts, actor):
    mapping = imports.mapping_for(content, "기관.csv", "organisations")
    preview = imports.look_at_file(parts.desk, actor, content, "기관.csv", mapping)
    imports.apply_import(parts.desk, actor, preview, progress=die)
"""


def kept(folder):
    with acting(folder, None, "team", ViewPurpose.OPERATION) as (parts, _), parts.desk.store.read() as reader:
        records = {kind: {one.record.id for one in reader.each(kind)} for kind in (Import, SourceRow)}
        return records | {Organisation: {one.record.name for one in reader.each(Organisation)}}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_import_leaves_the_store_as_it_was(run, folder, tmp_path):
    file = tmp_path / "기관.csv"
    rows = (f"가상기관{n},사회복지관,가상로 {n}" for n in range(ROWS))
    file.write_text("\n".join(("기관명,기관 종류,주소", *rows)), encoding="utf-8")
    before = kept(folder)
    ended = subprocess.run([sys.executable, "-c", IMPORT_AND_DIE, str(folder), str(file)], cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    assert kept(folder) == before
    run("import", str(file), "--mapping", "organisations", "--apply")
    assert len(kept(folder)[Organisation]) == len(before[Organisation]) + ROWS
