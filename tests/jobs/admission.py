"""What admission asks of a clerk's hands: the page of an application, its documents, and the steps taken with
it. Days are told from today, as the program has it."""

import datetime
import os

from service import wait_until

FIRST, RARE = "Agreements", ("Number series", "Letter templates")


def day(back):
    """So many days before today; less than nothing is still to come. The day is China's, wherever this runs."""
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    return (now.date() - datetime.timedelta(days=back)).isoformat()


def open_view(desk, name):
    """A view of the place Agreements."""
    desk.press("ctrl+3")
    desk.await_text("Agreements – Kangxie", "frame")
    if name in RARE:
        desk.choose_item("More views", name)
    elif name != FIRST:
        desk.push(name)
    desk.await_text(f"{name} – Kangxie", "frame")


def read_labels(desk, node):
    """The words inside a widget."""
    return [part.name for part in desk.walk(node.path, deep=True) if part.role == "label"]


def choose(desk, name, words):
    """From a list whose items the toolkit does not name, but whose words can be read."""
    desk.push(name)
    desk.await_focus("list-item")
    desk.press("Home")

    def come_to_it():
        if words in read_labels(desk, desk.await_focus("list-item")):
            return True
        desk.press("Down")
        return False
    wait_until(come_to_it, f"“{words}” among the choices of “{name}”")
    desk.press("Return")
    wait_until(lambda: words in read_labels(desk, desk.await_focus("push-button", name)), f"“{words}” to be chosen")


def choose_found(desk, name, words):
    """From what a field finds to what is typed: the first, once it is said to be there."""
    desk.fill(name, words, role="text")
    path = desk.await_focus("text", name).path
    wait_until(lambda: words in (desk.bus.ask(desk.name, [(path, "Description")])[0] or ""), f"“{words}” to be found")
    desk.press("Down")
    desk.press("Return")


def enter_application(desk, agency, number, received, county):
    """From the view of the applications to the page of the new one."""
    desk.press("ctrl+n")
    desk.await_focus("entry", "Application of which agency?")
    desk.type(agency)
    desk.await_text(f"{agency}, ", "list-item")
    desk.press("Return")
    desk.await_focus("text", "Number of the application")
    desk.type(number)
    desk.fill("Received on", received, role="text")
    choose(desk, "Counts toward", "County")
    desk.fill("Counts in (area code)", county, role="text")
    desk.press("ctrl+s")
    desk.await_text("Application added")
    desk.await_text(f"{number} – Kangxie", "frame")


def reach_row(desk, name):
    """By Tab to the table, then from row to row from the first one."""
    while getattr(desk.focused(), "role", None) != "table-row":
        desk.press("Tab")
    desk.press("Home")
    passed = []
    while desk.focused().name != name:
        assert desk.focused().path not in passed[-1:], f"no row of {name}"
        passed.append(desk.focused().path)
        desk.press("Down")


def open_row(desk, view, name, title=None):
    """The page of a row in a view."""
    open_view(desk, view)
    reach_row(desk, name)
    desk.press("Return")
    desk.await_text(f"{title or name} – Kangxie", "frame")


def show_tab(desk, name):
    desk.push(name, role="page-tab")


def attach(desk, path):
    """A file among the documents of the record that is open."""
    show_tab(desk, "Documents")
    desk.push("Attach files…")
    desk.choose_file(path)
    desk.await_text(os.path.splitext(os.path.basename(path))[0], "list-item")


def open_steps(office, agency, number, person):
    """A desktop of that person, at the steps of an application."""
    at_work = office.open("agencies", person=person, name=person)
    open_row(at_work, "Applications", agency, number)
    show_tab(at_work, "Steps")
    return at_work


def is_offered(desk, step):
    """Whether the button of a step, or of a dialog, can be pressed."""
    button = desk.await_text(step, "push-button")
    return "sensitive" in button.states()


def begin(desk, step):
    """The dialog of a step, from the tab where the steps stand."""
    desk.push(step + "…")
    desk.await_text(f"{step}: ", "frame")


def fill_in(desk, fields):
    for label, text in fields.items():
        desk.fill(label, text, role="text")


def finish(desk, step):
    """Takes the step whose dialog is open, and waits until it is closed."""
    desk.push(step)
    wait_until(lambda: desk.find(f"{step}: ", "frame") is None, f"“{step}” to be taken")


def take(desk, step, fields):
    begin(desk, step)
    fill_in(desk, fields)
    finish(desk, step)


def await_verdict(desk, verdict, sentence):
    """A precondition as it is told above or below the button of its step."""
    return desk.await_text(f"{verdict}: {sentence}", "list-item")


def read_source(desk, verdict, sentence, quote):
    """Opens what a precondition rests on, with the key for it, and looks for the words of the document there."""
    desk.tab_to("list-item", await_verdict(desk, verdict, sentence).name)
    desk.press("Tab")
    wait_until(lambda: desk.focused().name.startswith("What this rests on: "), "the source")
    desk.press("space")
    wait_until(lambda: any(f"“{quote}”" in node.name for node in desk.walk(desk.windows()[0], deep=True)), quote)
    desk.press("Escape")


def read_line(desk, name):
    """What is said of a line that belongs to a record, beside its name."""
    line = desk.await_text(name, "list-item")
    return desk.bus.ask(desk.name, [(line.path, "Description")])[0]


def await_line(desk, name, words):
    wait_until(lambda: words in (read_line(desk, name) or ""), f"“{words}” of “{name}”")


def change_document(desk, name, state, **fields):
    """Sets the state of a line of the checklist."""
    desk.push(f"Edit: {name}")
    desk.await_focus("text", "Name of the document")
    choose(desk, "State", state)
    for label, text in fields.items():
        desk.fill(label.replace("_", " "), text, role="text")
    desk.push("Save")
    desk.await_focus("list-item", name)
    await_line(desk, name, state)


def receive_by_rest(rest, agency, number, area, received, **fields):
    """An application all of whose documents are there, entered by a colleague; its id."""
    row = rest.ask("POST", "/v1/applications", {
        "office": rest.office(), "agency": agency, "number": number, "received_on": received,
        "counts_toward": "county", "counts_area": area, **fields})["id"]
    for item in rest.all("/v1/application-items"):
        if item["application"] == row:
            rest.patch(f"/v1/application-items/{item['id']}", state="there", received_on=received)
    return row
