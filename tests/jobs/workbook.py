"""Workbooks as WPS writes them, with shared texts, and what a saved one says, by the standard library alone."""

import re
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."

PARTS = {
    "[Content_Types].xml":
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_TYPE}sharedStrings+xml"/></Types>',
    "_rels/.rels":
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{KINDS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml":
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/>'
        '</sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{KINDS}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{KINDS}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
}


def write(path, rows, merged=None):
    """Rows of texts, numbers and None. `merged`: a range of cells that are one, such as a title's."""
    texts, lines = {}, []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            place = f"{chr(ord('A') + column)}{number}"
            if isinstance(value, (int, float)):
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
            elif value:
                cells.append(f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    merges = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in PARTS.items():
            book.writestr(name, text)
        book.writestr("xl/worksheets/sheet1.xml",
                      f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>')
        book.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}">'
                      + "".join(f"<si><t>{escape(text)}</t></si>" for text in texts) + "</sst>")


def _text_of(element):
    return "".join(part.text or "" for part in element.iter(f"{{{MAIN}}}t"))


def read(path):
    """(cells, notes) of the first sheet: {"A1": text} each."""
    cells, notes = {}, {}
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = [_text_of(item) for item in root.findall(f"{{{MAIN}}}si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        for cell in sheet.iter(f"{{{MAIN}}}c"):
            value = cell.find(f"{{{MAIN}}}v")
            if cell.get("t") == "inlineStr":
                cells[cell.get("r")] = _text_of(cell)
            elif value is not None:
                cells[cell.get("r")] = shared[int(value.text)] if cell.get("t") == "s" else value.text
        for name in names:
            if re.fullmatch(r"xl/comments\d*\.xml", name):
                for note in ElementTree.fromstring(book.read(name)).iter(f"{{{MAIN}}}comment"):
                    notes[note.get("ref")] = _text_of(note)
    return cells, notes
