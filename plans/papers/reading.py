"""A file as a paper: .docx, .xlsx, or text; everything else is refused with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from plans.papers.blocks import Paper, PaperRefused
from plans.papers.text_file import read_text

MOST_BYTES = 20_000_000
MOST_TEXT = 5_000_000
MOST_UNPACKED = 200_000_000
MOST_PARTS = 5_000

_ZIP, _OLE, _PDF, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf"


def read_paper(path: Path) -> Paper:
    """The paper in the file at ``path``; PaperRefused says in words why it cannot be read."""
    try:
        if path.is_dir():
            raise PaperRefused(f"{path} 是文件夹：请给出一个文件。")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise PaperRefused(f"没有 {path} 这个文件：请核对文件名和所在的文件夹。") from None
    except OSError as error:
        raise PaperRefused(f"{path} 读不出来（{error.strerror}）：请检查权限，并关闭正在使用它的程序。") from error
    return read_bytes(data)


def read_bytes(data: bytes) -> Paper:
    """The paper in ``data``."""
    if len(data) > MOST_BYTES:
        raise PaperRefused(f"文件超过 {MOST_BYTES // 1_000_000} MB：请删去图片，或只留下任务部分后再试。")
    if not data.strip():
        raise PaperRefused("文件是空的：请核对是否选错了文件。")
    if data.startswith(_OLE):
        raise PaperRefused(
            "这是旧格式（.doc、.wps、.xls）或加了密码的文件：请用 Word 或 WPS 打开，另存为不加密的 .docx 或 .xlsx。"
        )
    if data.startswith(_PDF):
        raise PaperRefused("这是 PDF 文件：请找到它的 Word 原文；没有原文的，复制文字存为 .txt 后再试。")
    if data.startswith(_RTF):
        raise PaperRefused("这是 RTF 文件：请用 Word 或 WPS 打开，另存为 .docx 后再试。")
    if data.startswith(_ZIP):
        return _read_package(data)
    if len(data) > MOST_TEXT:
        raise PaperRefused(f"文本超过 {MOST_TEXT // 1_000_000} MB：请只留下任务部分后再试。")
    return read_text(data)


def _read_package(data: bytes) -> Paper:
    names = _names(data)
    try:
        if "word/document.xml" in names:
            from plans.papers.word_file import read_word  # noqa: PLC0415 - a text needs no Word library

            return read_word(io.BytesIO(data))
        if "xl/workbook.xml" in names:
            from plans.papers.sheet_file import read_sheets  # noqa: PLC0415 - a text needs no workbook library

            return read_sheets(io.BytesIO(data))
    except PaperRefused:
        raise
    except Exception as error:
        # Whatever a damaged package makes the library raise: the user can only save the paper anew.
        raise PaperRefused("文件已损坏，读不出内容：请用 Word 或 WPS 打开原文，另存一份后再试。") from error
    raise PaperRefused("这个压缩文件里没有 Word 文档或 Excel 工作簿：请解压后选其中的 .docx 或 .xlsx。")


def _names(data: bytes) -> set[str]:
    """The parts of a package that is safe to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise PaperRefused("文件已损坏，读不出内容：请用 Word 或 WPS 打开原文，另存一份后再试。") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise PaperRefused("文件展开后过大，可能不是正常的文档：请用 Word 或 WPS 打开原文，另存一份后再试。")
    if any(part.flag_bits & 1 for part in parts):
        raise PaperRefused("文件设了密码：请去掉密码，另存一份后再试。")
    return {part.filename for part in parts}
