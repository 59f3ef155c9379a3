"""The real kangxie, worked by keyboard alone and read through AT-SPI alone, as a blind colleague would.

Nothing here clicks, calls an action or sets the focus from outside: what cannot be reached with keys fails the job."""

import functools
import os
import subprocess
import sys
import tempfile
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

from keyboard import Keyboard  # noqa: E402
from message_bus import BUS, Gone, MessageBus  # noqa: E402
from service import (AREA, PASSWORD, PATIENCE, Kangxied, Wire, end_with_parent, people_of,  # noqa: E402
                     wait_until)

# So long what is said of the focus is believed; then the windows are looked through.
DOUBT = 5
ACCESSIBLE = "org.a11y.atspi.Accessible"
PROPERTIES = "org.freedesktop.DBus.Properties"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
STATES = {"focused": int(Atspi.StateType.FOCUSED), "focusable": int(Atspi.StateType.FOCUSABLE),
          "sensitive": int(Atspi.StateType.SENSITIVE), "checked": int(Atspi.StateType.CHECKED),
          "selected": int(Atspi.StateType.SELECTED)}
# What a list's row consists of is left out where it is not asked for: the row's name says it.
WHOLE = (Atspi.Role.TABLE_ROW, Atspi.Role.LIST_ITEM, Atspi.Role.TABLE_CELL, Atspi.Role.SCROLL_BAR)
# A ring of widgets longer than any window has.
MOST_TABS = 150
SETTLING_CALLS = 4
PLACES = {"overview": "ctrl+1", "agencies": "ctrl+2", "activity": "ctrl+8"}


class Bus(MessageBus):
    """The accessibility bus: what programs answer, and which widget has the focus."""

    def __init__(self):
        session = MessageBus(os.environ["DBUS_SESSION_BUS_ADDRESS"])
        address, = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        session.close()
        self.focus = {}  # name on the bus: path of the accessible
        super().__init__(address, self._on_signal)
        self.call(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent", "s", "object:state-changed:focused")
        self.listen("type='signal',interface='org.a11y.atspi.Event.Object',member='StateChanged',arg0='focused'")

    def _on_signal(self, sender, path, member, values):
        if member != "StateChanged":
            return
        if values[1]:
            self.focus[sender] = path
        elif self.focus.get(sender) == path:
            del self.focus[sender]

    def get(self, name, path, interface, what):
        """A property."""
        return self.call(name, path, PROPERTIES, "Get", "ss", interface, what)[0]

    def ask(self, name, questions):
        """Many questions at once, (path, method of Accessible or name of a property); None for what went meanwhile."""
        calls = [(path, PROPERTIES, "Get", "ss", ACCESSIBLE, what) if what in ("Name", "Description")
                 else (path, ACCESSIBLE, what) for path, what in questions]
        return [None if answer is None else answer[0] for answer in self.calls(name, calls)]

    def name_of(self, pid):
        """The bus name of a process's application; None: it is not there yet."""
        for name, _ in self.call(REGISTRY, ROOT, ACCESSIBLE, "GetChildren")[0]:
            try:
                if self.call(BUS, "/", BUS, "GetConnectionUnixProcessID", "s", name)[0] == pid:
                    return name
            except Gone:
                continue  # another one is just ending
        return None


class Node:
    """One accessible, as it was when it was asked about."""

    def __init__(self, desk, path, depth, role, name):
        self.desk, self.path, self.depth = desk, path, depth
        self.role, self.name = nick_of(role), name

    def states(self):
        """Names of the states it is in now, such as "focused"; none if it is gone."""
        bits = self.desk.bus.ask(self.desk.name, [(self.path, "GetState")])[0] or (0, 0)
        return states_of(bits)

    def is_called(self, name):
        """GTK 4.8 says the words of some buttons twice."""
        return self.name in (name, f"{name} {name}")

    def text(self):
        """What stands in a field."""
        return self.desk.text_of(self.path)

    def value(self):
        return self.desk.bus.get(self.desk.name, self.path, "org.a11y.atspi.Value", "CurrentValue")

    def __str__(self):
        return f"{self.role} “{self.name}”"


@functools.lru_cache(None)
def nick_of(role):
    return Atspi.Role(role).value_nick


def states_of(bits):
    whole = bits[0] | bits[1] << 32
    return {state for state, number in STATES.items() if whole >> number & 1}


def windows_of(children):
    """Paths of a program's windows, the newest first."""
    return [path for _, path in reversed(children or [])]


class Desk:
    """One desktop with folders of its own."""

    keyboard = None
    bus = None

    def __init__(self, program, folder, environment):
        self.program, self.folder, self.environment = program, folder, environment
        self.process, self.name = None, None
        self.roles = {}  # path: role
        self.windows_before = 0
        self.uppermost = []
        if Desk.keyboard is None:
            Desk.keyboard, Desk.bus = Keyboard(), Bus()

    def start(self, *arguments, sign_in=None):
        """Starts the program and waits for its window. `sign_in`: a person who need not type name and password."""
        self.spawn(*arguments, sign_in=sign_in)
        wait_until(self._is_up, "the window")
        return self

    def spawn(self, *arguments, sign_in=None):
        os.makedirs(self.folder, exist_ok=True)
        environment = {**os.environ, "GSETTINGS_BACKEND": "keyfile", "GTK_IM_MODULE": "gtk-im-context-simple",
                       "GTK_A11Y": "atspi", "HOME": self.folder, "TMPDIR": self.folder}
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            environment[f"XDG_{name}_HOME"] = os.path.join(self.folder, name.lower())
        self._still(environment["XDG_CONFIG_HOME"])
        environment.pop("KANGXIE_SIGN_IN", None)
        if sign_in is not None:
            environment["KANGXIE_SIGN_IN"] = f"{sign_in}:{PASSWORD}"
        environment.update(self.environment)
        with open(self.log_path(), "ab") as log:
            self.process = subprocess.Popen([self.program, *arguments], env=environment, stdout=log, stderr=log,
                                            preexec_fn=end_with_parent)
        self.name, self.roles = None, {}
        return self

    @staticmethod
    def _still(folder):
        """No motion: what is scrolled to is there at once, for keys that come faster than any hand's."""
        os.makedirs(os.path.join(folder, "gtk-4.0"), exist_ok=True)
        with open(os.path.join(folder, "gtk-4.0/settings.ini"), "w", encoding="ascii") as settings:
            settings.write("[Settings]\ngtk-enable-animations=0\n")

    def log_path(self):
        return self.folder + ".log"

    def _is_up(self):
        if self.process.poll() is not None:
            raise AssertionError(f"kangxie ended with {self.process.returncode}, see {self.log_path()}")
        if not self.keyboard.focus(self.process.pid):
            return False
        self.name = self.bus.name_of(self.process.pid)
        return self.name is not None

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def quit(self):
        self.press("ctrl+q")
        status = self.process.wait(60)
        self.process = None
        assert status == 0, f"kangxie ended with {status}"

    # Keys

    def settle(self):
        """Until the keys that were pressed have been taken: the answer to a call that came after them is there."""
        # The server of the display hands keys on when it comes to it, and the program takes them when it does.
        for _ in range(SETTLING_CALLS):
            self.keyboard.wait()
            self.bus.call(self.name, ROOT, ACCESSIBLE, "GetRole")

    def press(self, chord, times=1):
        for _ in range(times):
            wait_until(lambda: self.keyboard.focus(self.process.pid), "a window that takes keys")
            self.keyboard.press(chord)
            if self.process.poll() is not None or chord == "ctrl+q":
                return
            self.settle()

    def type(self, text):
        """Types over the whole of the field that has the focus."""
        self.press("ctrl+a")
        self.keyboard.type(text)
        self.settle()

    def _stays(self, node):
        """Whether the focus is still there after a while: a key may be on its way that takes it further."""
        self.settle()
        after = self.focused()
        return after is not None and after.path == node.path

    def tab_to(self, role, name, key="Tab"):
        """Presses Tab until the focus is there."""
        seen = []
        deadline = time.monotonic() + PATIENCE
        # What is on its way may not take the focus yet: then the ring is walked again.
        while len(seen) < MOST_TABS or time.monotonic() < deadline:
            node = self.focused()
            if node is not None and node.role == role and node.is_called(name) and self._stays(node):
                return node
            seen.append(str(node))
            self.press(key)
        raise AssertionError(f"{key} does not reach {role} “{name}”; it went to " + ", ".join(dict.fromkeys(seen)))

    def push(self, name, role="push-button"):
        """A button, or what is checked: by Tab and the space bar."""
        self.tab_to(role, name)
        self.windows_before = len(self.keyboard.windows(self.process.pid))
        self.press("space")

    def choose_item(self, menu, item):
        """From the menu of a button."""
        self.push(menu)
        self.await_focus("menu-item")
        self.tab_to("menu-item", item, key="Down")
        self.press("Return")

    def choose_file(self, path):
        """In the toolkit's file chooser, which has just been asked for: a path typed whole, and Return."""
        windows = wait_until(lambda: len(self.keyboard.windows(self.process.pid)) > self.windows_before
                             and len(self.keyboard.windows(self.process.pid)), "the file chooser")
        self.press("slash")
        self.await_focus("text")
        self.type(path)
        self.press("Return")
        wait_until(lambda: len(self.keyboard.windows(self.process.pid)) < windows, "the file chooser to close")

    def fill(self, name, text, role="entry"):
        self.tab_to(role, name)
        self.type(text)

    def fill_row(self, name, text):
        """A row of libadwaita that is an entry, and that has the focus: of no such row the toolkit says that it has it,
        but what it holds."""
        self.type(text)
        wait_until(lambda: any(node.role == "text" and node.is_called(name) and node.text() == text
                               for node in self.walk(self.windows()[0])), f"“{text}” to stand in “{name}”")

    # What is there

    def node(self, path):
        """None: it is gone."""
        role, name = self.bus.ask(self.name, [(path, "GetRole"), (path, "Name")])
        return Node(self, path, 0, role, name) if None not in (role, name) else None

    def focused(self):
        """What has the focus; None: nothing has."""
        path = self.bus.focus.get(self.name)
        whole, *told = self.bus.ask(self.name, [(ROOT, "GetChildren")] + [
            (path, what) for what in ("GetRole", "Name", "GetState") if path is not None])
        windows = windows_of(whole)
        if windows[:1] != self.uppermost:
            # A window says nothing of the focus it begins with, and one below goes on saying that it has it.
            self.uppermost = windows[:1]
            self.bus.focus.pop(self.name, None)
        elif told and None not in told and "focused" in states_of(told[2]):
            return Node(self, path, 0, told[0], told[1])
        for window in windows:
            places = self._places(window, deep=True)
            states = self.bus.ask(self.name, [(path, "GetState") for path, _ in places])
            for place, bits in zip(places, states):
                if bits is not None and "focused" in states_of(bits):
                    self.bus.focus[self.name] = place[0]
                    return next(iter(self._nodes([place])), None)
        return None

    def windows(self):
        """Paths of the windows, the newest first."""
        return windows_of(self.bus.ask(self.name, [(ROOT, "GetChildren")])[0])

    def _places(self, window, deep=False):
        """The accessibles of a window as (path, depth), parents before children; with the parts of a list's rows if
        `deep`."""
        children, level = {}, [window]
        # A window that is still being made says it is something else.
        self.roles.pop(window, None)
        while level:
            fresh = [path for path in level if path not in self.roles]
            self.roles.update(zip(fresh, self.bus.ask(self.name, [(path, "GetRole") for path in fresh])))
            level = [path for path in level if deep or self.roles[path] not in WHOLE]
            for path, answer in zip(level, self.bus.ask(self.name, [(path, "GetChildren") for path in level])):
                children[path] = [child for _, child in answer or () if not child.endswith("/null")]
            level = [child for path in level for child in children[path]]
        places, waiting = [], [(window, 0)]
        while waiting:
            path, depth = waiting.pop()
            places.append((path, depth))
            waiting += [(child, depth + 1) for child in reversed(children.get(path, ()))]
        return places

    def _role_of(self, path):
        if self.roles.get(path) is None:
            self.roles[path] = self.bus.ask(self.name, [(path, "GetRole")])[0]
        return None if self.roles[path] is None else nick_of(self.roles[path])

    def _nodes(self, places):
        """Those that are still there."""
        names = self.bus.ask(self.name, [(path, "Name") for path, _ in places])
        return [Node(self, path, depth, self.roles[path], name) for (path, depth), name in zip(places, names)
                if name is not None and self.roles[path] is not None]

    def walk(self, window, deep=False):
        """The accessibles of a window, parents before children; with the parts of a list's rows if `deep`."""
        return self._nodes(self._places(window, deep))

    def find(self, part, role=None):
        """The first whose name has `part` in it, the newest window's before others'."""
        for window in self.windows():
            if role == "frame":
                # What is a frame is a window, and nothing within one.
                self.roles.pop(window, None)
                places = [(window, 0)]
            else:
                places = self._places(window)
            for node in self._nodes([place for place in places if role in (None, self._role_of(place[0]))]):
                if part in node.name:
                    return node
        return None

    def text_of(self, path):
        count = self.bus.get(self.name, path, "org.a11y.atspi.Text", "CharacterCount")
        return self.bus.call(self.name, path, "org.a11y.atspi.Text", "GetText", "ii", 0, count)[0]

    def await_text(self, part, role=None):
        return wait_until(lambda: self.find(part, role), f"“{part}”")

    def await_focus(self, role, name=None):
        doubt = time.monotonic() + DOUBT

        def check():
            self.settle()
            if time.monotonic() > doubt:
                # A window below may have been the last to say that something in it has the focus.
                self.bus.focus.pop(self.name, None)
            node = self.focused()
            return node if node is not None and node.role == role and (name is None or node.is_called(name)) else None
        return wait_until(check, f"the focus on {role} “{name or ''}”")

    def dump(self, stream):
        if self.process is None or self.process.poll() is not None:
            print(f"# {self.folder}: it does not run", file=stream)
            return
        for window in self.windows():
            for node in self.walk(window, deep=True):
                print("  " * node.depth + str(node), *sorted(node.states()), file=stream)


class Office:
    """What a job needs: a service with people, the cable to it, and desktops; all gone at the end."""

    def __init__(self, area=AREA):
        self.build = os.path.abspath(os.environ["KX_BUILD_ROOT"])
        self.folder = tempfile.mkdtemp(prefix="kx-jobs-")
        self.desks = []
        self.environment = {}  # what desktops get beside what each of them has
        self.service = Kangxied(os.path.join(self.build, "src/server/kangxied"), self.folder, people_of(area)).start()
        self.wire = Wire(self.service)

    def desk(self, name="desk"):
        desk = Desk(os.path.join(self.build, "src/desktop/kangxie"), os.path.join(self.folder, name),
                    self.environment)
        self.desks.append(desk)
        return desk

    def open(self, page="agencies", person="clerk", name="desk"):
        """A desktop on which that person is at work."""
        desk = self.desk(name).start("--server", self.wire.url, "--profile", name, sign_in=person)
        desk.await_text(" synchronized", "push-button")
        desk.press(PLACES[page])
        desk.await_text(f"{page.capitalize()} – Kangxie", "frame")
        return desk

    def close(self):
        for desk in self.desks:
            desk.kill()
        self.service.kill()
        subprocess.run(["rm", "-rf", self.folder], check=False)

    def check_logs(self):
        """No desktop complained while it was at work."""
        for desk in self.desks:
            with open(desk.log_path(), encoding="utf-8", errors="replace") as log:
                complaints = [line for line in log if "CRITICAL" in line or "WARNING" in line]
            assert not complaints, "".join(complaints)

    def tell(self, name):
        """What a failed job leaves behind for whoever looks into it."""
        target = os.path.join(os.environ.get("G_TEST_BUILDDIR", tempfile.gettempdir()), "jobs-failed")
        os.makedirs(target, exist_ok=True)
        path = os.path.join(target, name.replace(" ", "-").replace("/", "-"))
        if Desk.keyboard is not None:
            Desk.keyboard.screenshot(path + ".png")
        with open(path + ".txt", "w", encoding="utf-8") as stream:
            for desk in self.desks:
                try:
                    desk.dump(stream)
                except (Gone, OSError) as error:
                    print(f"# {desk.folder}: {error}", file=stream)
                if os.path.exists(desk.log_path()):
                    with open(desk.log_path(), encoding="utf-8", errors="replace") as log:
                        stream.write(log.read())
        print(f"# what was seen: {path}.png, {path}.txt")


def enter_session():
    """Runs the program again on buses of its own: those of the person at this computer know other programs, and the
    accessibility bus of another test would take this one's place in the folder they share."""
    if "KX_JOBS_OUTPUT" in os.environ:
        # What the buses' own services say does not belong into the results.
        os.dup2(int(os.environ["KX_JOBS_OUTPUT"]), 1)
        return
    with tempfile.TemporaryDirectory(prefix="kx-jobs-run-") as folder:
        output = os.dup(1)
        environment = {**os.environ, "KX_JOBS_OUTPUT": str(output), "XDG_RUNTIME_DIR": folder}
        sys.exit(subprocess.run(["dbus-run-session", "--", sys.executable, *sys.argv], env=environment, stdout=2,
                                pass_fds=[output], check=False).returncode)


def run(jobs, area=AREA):
    """Runs the jobs, (title, function of an Office), as a TAP program. `area`: where the offices are."""
    enter_session()
    failed = False
    print(f"1..{len(jobs)}", flush=True)
    for number, (title, job) in enumerate(jobs, 1):
        office, began = None, time.monotonic()
        try:
            office = Office(area)
            job(office)
            office.check_logs()
            print(f"ok {number} - {title}")
        except Exception:  # a job may fail in any way
            failed = True
            print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="")
            if office is not None:
                office.tell(title)
            print(f"not ok {number} - {title}")
        finally:
            if office is not None:
                office.close()
        print(f"# {time.monotonic() - began:.1f} s", flush=True)
    sys.exit(1 if failed else 0)
