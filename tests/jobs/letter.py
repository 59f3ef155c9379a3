"""Letters: saved as Word documents from the menu of a record, and read from there."""

import os
import xml.etree.ElementTree
import zipfile

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def save(desk, path, item=None):
    """The letter of that item in the menu; None: the one that the last message offers, by its key."""
    desk.windows_before = 1  # the window, and nothing over it
    if item is not None:
        desk.choose_item("More about this record", item)
    else:
        desk.press("F8")
    desk.choose_file(path)
    desk.await_text(f"{os.path.basename(path)} is written")


def read(path):
    """The paragraphs of a Word document as texts."""
    with zipfile.ZipFile(path) as document:
        assert document.testzip() is None, path
        root = xml.etree.ElementTree.fromstring(document.read("word/document.xml"))
    return ["".join(text.text or "" for text in paragraph.iter(WORD + "t")) for paragraph in root.iter(WORD + "p")]
