"""Which encoding a text file is in: UTF-8 with or without BOM, UTF-16 with BOM, else CP949.

EUC-KR is never tried: it knows 2,350 of the 11,172 syllables and fails on names that CP949 reads.
"""

from __future__ import annotations

import codecs

from importers.errors import SheetUnreadable

_BINARY = {
    b"\xd0\xcf\x11\xe0": ("옛 엑셀(.xls)이나 한글(.hwp) 파일입니다", "it is an old Excel or HWP file"),
    b"%PDF": ("PDF 파일입니다", "it is a PDF file"),
    b"PK\x03\x04": ("압축 파일입니다", "it is a zip archive"),
    b"\x89PNG": ("그림 파일입니다", "it is a picture"),
}
_TOP = 1024
_CHUNK = 1 << 20


def encoding_of(content: bytes, file: str) -> str:
    """The codec that reads the whole content.

    Raises:
        SheetUnreadable: the content is empty, binary, or in none of the encodings.
    """
    if not content.strip():
        raise SheetUnreadable(
            file, "내용이 없습니다. 다른 파일을 고르십시오.", "it is empty. Choose another file."
        )
    for start, (ko, en) in _BINARY.items():
        if content.startswith(start):
            raise SheetUnreadable(
                file, f"{ko}. CSV나 XLSX로 저장해 주십시오.", f"{en}. Save it as CSV or XLSX."
            )
    if content[:_TOP].lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"<"):
        raise SheetUnreadable(
            file,
            "웹 페이지(HTML)나 XML 파일입니다. 엑셀에서 열어 XLSX로 다시 저장하십시오.",
            "it is a web page or XML. Open it in Excel and save it again as XLSX.",
        )
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        candidates = []
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in content:
        candidates = []
    else:
        candidates = ["utf-8-sig", "cp949"]
    for name in candidates:
        if _reads(content, name):
            return name
    raise SheetUnreadable(
        file,
        "글자를 읽을 수 없습니다. 'CSV UTF-8' 형식으로 다시 저장해 주십시오.",
        "its characters cannot be read. Save it again as 'CSV UTF-8'.",
    )


def _reads(content: bytes, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    view = memoryview(content)
    try:
        for at in range(0, len(content), _CHUNK):
            decoder.decode(view[at : at + _CHUNK])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
