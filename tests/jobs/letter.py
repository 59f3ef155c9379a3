"""Letters: Word documents as they were saved."""

import shutil
import subprocess
import xml.etree.ElementTree
import zipfile

import admission

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def in_chinese(iso):
    """A day as letters have it."""
    year, month, number = iso.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def set_up_series(desk, mark, first, kind):
    """This year's numbers of letters of one kind: the year was begun on paper, and `first` is the first given here."""
    admission.open_view(desk, "Number series")
    desk.press("ctrl+n")
    desk.await_text("New number series – Kangxie", "frame")
    admission.fill_in(desk, {"Mark": mark, "Year": admission.day(0)[:4], "First number given here": str(first)})
    desk.push(kind, role="check-box")
    desk.press("ctrl+s")
    desk.await_text("Number series added")


def begin_offered(desk, title):
    """From the page of what asks for one letter, which is open, to that of the letter: kind and title are offered."""
    desk.push("New letter…")
    desk.await_text("New letter – Kangxie", "frame")
    desk.press("ctrl+s")
    desk.await_text("Letter added")
    desk.await_text(f"{title} – Kangxie", "frame")


def begin(desk, kind, title):
    """From the page of what it is about, which is open, to that of the new letter."""
    desk.push("New letter…")
    desk.await_text("New letter – Kangxie", "frame")
    admission.choose_found(desk, "Kind of letter", kind)
    desk.fill("Title", title, role="text")
    desk.press("ctrl+s")
    desk.await_text("Letter added")
    desk.await_text(f"{title} – Kangxie", "frame")


def read(path):
    """The paragraphs of a Word document as texts."""
    with zipfile.ZipFile(path) as document:
        assert document.testzip() is None, path
        root = xml.etree.ElementTree.fromstring(document.read("word/document.xml"))
    return ["".join(text.text or "" for text in paragraph.iter(WORD + "t")) for paragraph in root.iter(WORD + "p")]


def read_pdf(path):
    """The lines of a PDF without what parts them; None: this machine has no program for it."""
    if shutil.which("pdftotext") is None:
        return None
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode()
    return [line.strip() for line in text.splitlines()]
