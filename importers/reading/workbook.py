"""XLSX read by pandas: every cell as text, formulas as the text they are."""

from __future__ import annotations

import io
import zipfile
from zipfile import BadZipFile, ZipFile

import pandas as pd

from importers.errors import SheetUnreadable

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 4096
_SMALL = 8 * 1024 * 1024


def workbook_rows(content: bytes, file: str) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that has any, with their line numbers.

    Raises:
        SheetUnreadable: not a workbook, encrypted, or unpacking to an absurd size.
    """
    _refuse_bomb(content, file)
    try:
        frames = pd.read_excel(
            io.BytesIO(content),
            sheet_name=None,
            header=None,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            engine="openpyxl",
            engine_kwargs={"data_only": False},
        )
    except (ValueError, KeyError, BadZipFile, TypeError) as problem:
        raise SheetUnreadable(
            file,
            "엑셀 통합 문서로 열리지 않습니다. 엑셀에서 열어 XLSX나 CSV로 다시 저장하십시오.",
            "it does not open as a workbook. Open it in Excel and save it again as XLSX or CSV.",
        ) from problem
    for frame in frames.values():
        if not frame.empty:
            return [(at + 1, list(row)) for at, row in enumerate(frame.itertuples(index=False, name=None))]
    raise SheetUnreadable(
        file, "내용이 없습니다. 다른 파일을 고르십시오.", "it is empty. Choose another file."
    )


def _refuse_bomb(content: bytes, file: str) -> None:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as problem:
        raise SheetUnreadable(
            file,
            "파일이 손상되었습니다. 다시 받아 주십시오.",
            "it is damaged. Get it again.",
        ) from problem
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > _SMALL and unpacked > MAX_RATIO * len(content)
    if unpacked > MAX_UNPACKED or swollen or len(parts) > MAX_PARTS:
        raise SheetUnreadable(
            file,
            "압축을 풀면 지나치게 커지는 파일입니다. 새 통합 문서에 값만 옮겨 저장하십시오.",
            "it unpacks to an absurd size. Copy the values to a new workbook and save that.",
        )
