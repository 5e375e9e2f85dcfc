"""文书: letters about a filing as docx, with the addressee of the ledger, also by a template."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuoyu import LetterKind
from tuoyu.ledger._data import bundled
from tuoyu.ledger._source import CannotRead
from tuoyu.ledger.answers._audit import audited

if TYPE_CHECKING:
    import datetime

    from tuoyu import Letter, Paragraph, PolicyBook
    from tuoyu.ledger import Row

KINDS = {str(kind): kind.label for kind in LetterKind}
BODY = {"body", "heading", "item"}
PLACEHOLDER = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


def letter(
    row: Row,
    *,
    as_of: datetime.date | str,
    kind: str = "notice",
    book: PolicyBook | None = None,
) -> Letter:
    """Return a letter to the institution of a row, with its name and code."""
    book = book or bundled()
    checked = audited(row, as_of=as_of, book=book).row
    details: dict[str, Any] = {"name": checked.name} if checked.name else {}
    return book.letter(kind, checked.facts, checked.dossier, as_of=as_of, details=details)


def values(
    row: Row, of: Letter, *, as_of: datetime.date | str, book: PolicyBook | None = None
) -> dict[str, str]:
    """Return what a template may ask for: 机构名称, 作答日, 正文 and so on, and every fact."""
    told: dict[str, list[str]] = {"issuer": [], "title": [], "": []}
    for paragraph in of.paragraphs:
        role = str(paragraph.role)
        if role == "apart":
            break
        if role in told or role in BODY:
            told[role if role in told else ""].append(numbered(paragraph))
    found = {
        "机构名称": row.name or "",
        "统一社会信用代码": str(row.facts.get("credit_code", "")),
        "作答日": str(as_of),
        "机关": "".join(told["issuer"]),
        "标题": "".join(told["title"]),
        "正文": "\n".join(told[""]),
        "政策版本": (book or bundled()).edition,
    }
    stated = {**row.facts, **row.dossier}
    return {**{name: str(value) for name, value in stated.items()}, **found}


def numbered(paragraph: Paragraph) -> str:
    """Return the text of a paragraph, an item behind its number."""
    return f"{paragraph.number}．{paragraph.text}" if paragraph.number else paragraph.text


def can_be_sent(of: Letter) -> bool:
    """Tell whether an office writes the letter; where none can, its paragraphs say why."""
    return any(str(paragraph.role) == "issuer" for paragraph in of.paragraphs)


def docx_of(template: str | Path | None = None) -> Any:  # noqa: ANN401, a document
    """Return a document: an empty one, or a template."""
    try:
        docx: Any = import_module("docx")
    except ImportError:
        raise CannotRead(
            "写 docx 要装 python-docx：pip install 'tuoyu[docx]'",
            "docx needs python-docx: pip install 'tuoyu[docx]'",
        ) from None
    try:
        return docx.Document(str(template) if template else None)
    except Exception:  # noqa: BLE001, whatever the zip, the XML and the reader raise
        raise CannotRead("模板不是能读的 docx 文件", "the template is no docx") from None


def write_docx(of: Letter, target: str | Path) -> Path:
    """Write a letter as docx, each paragraph as its role is laid out."""
    document = docx_of()
    text: Any = import_module("docx.enum.text")
    shared: Any = import_module("docx.shared")
    names: Any = import_module("docx.oxml.ns")
    style = document.styles["Normal"]
    style.font.name, style.font.size = "FangSong", shared.Pt(14)
    style.element.rPr.rFonts.set(names.qn("w:eastAsia"), "仿宋")
    for one in of.paragraphs:
        role = str(one.role)
        paragraph = document.add_paragraph()
        run = paragraph.add_run(numbered(one))
        if role in {"issuer", "title"}:
            paragraph.alignment = text.WD_ALIGN_PARAGRAPH.CENTER
            run.bold, run.font.size = True, shared.Pt(18)
        elif role == "signature":
            paragraph.alignment = text.WD_ALIGN_PARAGRAPH.RIGHT
        elif role in BODY:
            paragraph.paragraph_format.first_line_indent = shared.Pt(28)
        elif role == "apart":
            # Reminders that are not sent stand on another sheet.
            paragraph.paragraph_format.page_break_before = True
    nobody(document)
    document.save(str(target))
    return Path(target)


def fill(template: str | Path, given: dict[str, str], target: str | Path) -> Path:
    """Write a template with what stands in `{{…}}` filled in; an unknown one is an error."""
    document = docx_of(template)
    for paragraph in paragraphs(document):
        filled(paragraph, given)
    document.save(str(target))
    return Path(target)


def paragraphs(document: Any) -> list[Any]:  # noqa: ANN401, a document
    """Return every paragraph: of the body, of tables in it, of heads and feet."""
    found = list(document.paragraphs)
    tables = list(document.tables)
    for section in document.sections:
        for part in (section.header, section.footer):
            found += part.paragraphs
            tables += part.tables
    while tables:
        for row in tables.pop().rows:
            for cell in row.cells:
                found += cell.paragraphs
                tables += cell.tables
    # A merged cell is each of those that it was made of.
    return list({id(one._p): one for one in found}.values())  # noqa: SLF001


def filled(paragraph: Any, given: dict[str, str]) -> None:  # noqa: ANN401, a paragraph
    """Fill in the placeholders of a paragraph, also those that Word has cut into several runs."""
    while asked := PLACEHOLDER.search("".join(run.text for run in paragraph.runs)):
        name = asked[1]
        if name not in given:
            known = "、".join(sorted(given))
            raise CannotRead(
                f"模板里有不认识的占位符；可用：{known}",
                f"a placeholder of the template is not known; known are {known}",
            )
        value, at, open_run = given[name].replace("{{", "｛｛"), 0, None
        for run in paragraph.runs:
            first, last = at, at + len(run.text)
            at = last
            if last <= asked.start() or first >= asked.end():
                continue
            before = run.text[: max(asked.start() - first, 0)]
            after = run.text[asked.end() - first :] if last > asked.end() else ""
            run.text = before + (value if open_run is None else "") + after
            open_run = run


def nobody(document: Any) -> None:  # noqa: ANN401, a document
    """Leave nobody's name in the properties of a document."""
    document.core_properties.author = ""
    document.core_properties.last_modified_by = ""
