#!/usr/bin/env python3
"""Packs a template into a docx, the same bytes each time: make-docx.py FOLDER OUT.docx packs the parts that stand
in the folder; make-docx.py LETTER.txt LAYOUT OUT.docx those of the layout and the text of the letter, whose lines say by
their first word what they are (README of data/)."""

import os
import sys
import zipfile
from xml.sax.saxutils import escape

FIRST = "[Content_Types].xml"
DAY = (2026, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# The first word of a line: the style of its paragraph. Without one it is a paragraph of the body.
STYLES = {"@title": "Title", "@number": "Number", "@left": "Normal", "@first": "First", "@second": "Second",
          "@sign": "Sign", "@date": "Date"}

# GB/T 9704-2012: A4, 37 mm above and 28 mm at the binding edge, 156 mm by 225 mm of text, the page's number 7 mm below.
PAGE = ('<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:footerReference w:type="even" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" '
        'w:header="851" w:footer="1247" w:gutter="0"/></w:sectPr>')


def list_parts(folder):
    return sorted(os.path.relpath(os.path.join(where, name), folder)
                  for where, _, names in os.walk(folder) for name in names)


def read(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def paragraph(text, style, more=""):
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{run}</w:p>'


def holds_on(lines):
    """The last two paragraphs and the room for the seal stay with who signs: a seal stands beside text."""
    texts = [line for line in lines if line][:2]
    return "<w:keepNext/>" if any(line.startswith(("@sign", "@plain")) for line in texts) else ""


def cell(text, width, style):
    lines = "".join(paragraph(line, style) for line in text.split("\\n"))
    return (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>')


def table(style, widths, rows):
    """Rows are lines with cells between bars; that of a @head stands again on each page, > is a cell in the middle."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    text = (f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>\n')
    for row in rows:
        head = row.startswith("@head ")
        cells = [part.strip(" ") for part in row.removeprefix("@head ").split("|")]
        if len(cells) != len(widths):
            sys.exit(f"{row}: {len(cells)} cells, {len(widths)} columns")
        parts = []
        for width, part in zip(widths, cells):
            name = "Label" if head else "Normal" if style == "Plain" else "Middle" if part.startswith(">") else "Cell"
            parts.append(cell(part.lstrip("> "), width, name))
        text += f'<w:tr><w:trPr><w:cantSplit/>{"<w:tblHeader/>" if head else ""}</w:trPr>{"".join(parts)}</w:tr>\n'
    return text + "</w:tbl>"


def make_body(lines):
    body, begins = [], ""
    while lines:
        line = lines.pop(0)
        word, _, rest = line.partition(" ")
        if word in ("@lined", "@plain"):
            end = lines.index("@end")
            body.append(table(word[1:].capitalize(), [int(width) for width in rest.split()], lines[:end]))
            del lines[:end + 1]
        elif word == "@page":
            begins = "<w:pageBreakBefore/>"
        elif word in STYLES:
            body.append(paragraph(rest, STYLES[word], begins))
            begins = ""
        elif line.startswith("@"):
            sys.exit(f"{line}: unknown")
        else:
            body.append(paragraph(line, "Body" if line else "Normal", holds_on(lines)))
    return "\n".join(body)


def make_document(text):
    return (f'{HEAD}<w:document xmlns:w="{WORDS}" xmlns:r="{RELATIONS}"><w:body>\n{make_body(text.splitlines())}\n'
            f"{PAGE}\n</w:body></w:document>\n")


def make_properties(text):
    """Title and language, for those who look for the document or have it read to them."""
    title = next(line.partition(" ")[2] for line in text.splitlines() if line.startswith("@title "))
    return (f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
            "<dc:language>zh-CN</dc:language></cp:coreProperties>\n")


def write(out, parts):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        # The types come first; word processors of all kinds look for them there.
        for name in sorted(parts, key=lambda part: (part != FIRST, part)):
            entry = zipfile.ZipInfo(name.replace(os.sep, "/"), DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, parts[name].encode())


def main():
    source, out = sys.argv[1], sys.argv[-1]
    folder = source if len(sys.argv) == 3 else sys.argv[2]
    parts = {name: read(os.path.join(folder, name)) for name in list_parts(folder)}
    if len(sys.argv) == 4:
        text = read(source)
        parts["word/document.xml"] = make_document(text)
        parts["docProps/core.xml"] = make_properties(text)
    write(out, parts)


if __name__ == "__main__":
    main()
