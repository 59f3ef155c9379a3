#!/usr/bin/env python3
"""Chinese as it is typed: while candidates are shown, Enter, Esc, arrows, Tab and Ctrl+Enter belong to the input method.
No search begins, nothing is saved or closed, the focus stays, and what is chosen then stands in the field."""

import admission
import before
import desk
import roster
from pinyin import Pinyin
from service import Rest, wait_until

FOUND, OTHER, NUMBER = "我市工伤康复医院", "济南市历下区人民医院", "申2026-001"
LETTERS, WORD = "wo", "我"
# The last key of each row ends the candidates. Tab goes over to another way of writing; Ctrl+Enter would save.
ARROWS, CONTROL, TAB = ("Down", "Up", "Right", "Left", "Page_Down", "Page_Up", "Escape"), ("ctrl+Return",), (
    "Tab", "ctrl+Return")
KEYS = (ARROWS, CONTROL, TAB)


class Writer:
    """A person at a desktop with an input method."""

    def __init__(self, office, ime):
        self.ime, self.clerk = ime, office.open("agencies")

    def begin(self):
        """The candidates are there, and nothing of them in the field."""
        self.clerk.keyboard.type(LETTERS)
        self.clerk.settle()
        wait_until(lambda: self.ime.candidates(self.clerk.keyboard), "the candidates", patience=10)

    def is_here(self, field, text):
        now = self.clerk.focused()
        return now is not None and now.path == field.path and now.text() == text

    def expect(self, field, text, after):
        wait_until(lambda: self.ime.candidates(self.clerk.keyboard) is None, f"no candidates after {after}",
                   patience=10)
        wait_until(lambda: self.is_here(field, text), f"“{text}” in {field} after {after}, not {self.clerk.focused()}"
                   f" “{field.text()}”", patience=10)

    def clear(self, field):
        """Once what stands in a field has gone, the input method has had all keys before."""
        self.clerk.press("ctrl+a")
        self.clerk.press("BackSpace")
        self.expect(field, "", "BackSpace")

    def title(self):
        return self.clerk.node(self.clerk.windows()[0]).name

    def check(self, rows=KEYS):
        """Each key, in the field that has the focus and is empty."""
        field, window, title = self.clerk.focused(), self.clerk.windows()[0], self.title()
        assert field.text() == "", f"{field}: {field.text()}"
        for keys in rows:
            self.begin()
            for key in keys:
                self.clerk.press(key)
                assert self.is_here(field, ""), f"{key} went to {self.clerk.focused()}, “{field.text()}”"
                assert self.clerk.windows()[0] == window, f"{key} opened or closed a window"
            self.expect(field, "", keys[-1])
        self.begin()
        self.clerk.press("Return")
        self.expect(field, LETTERS, "Return")
        self.clear(field)
        self.begin()
        self.clerk.press("space")
        self.expect(field, WORD, "space")
        assert title.lstrip("• ") in self.title(), f"“{title}” is “{self.title()}” now"
        print(f"# {field}", flush=True)


def write_in_finder(writer):
    writer.clerk.press("ctrl+k")
    writer.clerk.await_focus("entry", "Find an agency")
    writer.check()
    writer.clerk.press("Escape")
    wait_until(lambda: writer.title() == "Agencies – Kangxie", "the finder to close")


def write_in_form(writer):
    """A line, a choice with a list of its own below it, and a text of several lines."""
    writer.clerk.press("ctrl+n")
    writer.clerk.await_focus("text", "Name")
    for name, rows in (("Name", KEYS), ("City or county", (ARROWS,)), ("Note", (ARROWS,))):
        writer.clerk.tab_to("text", name)
        writer.check(rows)


def write_in_step(writer):
    admission.open_row(writer.clerk, "Applications", FOUND, NUMBER)
    admission.show_tab(writer.clerk, "Steps")
    admission.begin(writer.clerk, "Enter withdrawal")
    writer.clerk.tab_to("text", "Reason")
    writer.check()


def write(office):
    rest = Rest(office.service, "colleague")
    agency = before.add_agency(rest, FOUND, 1)
    before.add_agency(rest, OTHER, 2)
    before.accept(office, agency, NUMBER)
    ime = Pinyin(office.folder)
    office.environment.update(ime.environment)
    writer = Writer(office, ime)
    clerk = writer.clerk
    clerk.await_focus("table-row")
    # Letters typed at a list begin a search, the first of them too.
    writer.begin()
    clerk.press("space")
    search = clerk.await_focus("entry", "Search here")
    writer.expect(search, WORD, "space")
    clerk.await_text("1 of 2 agencies", "label")
    writer.clear(search)
    clerk.await_text("2 agencies", "label")
    writer.check()
    clerk.press("Escape")
    clerk.press("Escape")
    write_in_finder(writer)
    write_in_form(writer)
    write_in_step(writer)
    assert len(rest.all("/v1/agencies")) == 2, "what was being typed was saved"
    assert rest.all("/v1/applications")[0]["state"] == "accepted", "the step was taken"
    ime.stop()


desk.run([("Chinese typed with pinyin", write)])
