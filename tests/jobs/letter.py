"""Letters: Word documents as they were saved."""

import xml.etree.ElementTree
import zipfile

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(path):
    """The paragraphs of a Word document as texts."""
    with zipfile.ZipFile(path) as document:
        assert document.testzip() is None, path
        root = xml.etree.ElementTree.fromstring(document.read("word/document.xml"))
    return ["".join(text.text or "" for text in paragraph.iter(WORD + "t")) for paragraph in root.iter(WORD + "p")]
