"""The real kangxied with people and an office, spoken to by REST as a colleague would, and the cable to it."""

import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

PATIENCE = 60
AREA = "370102"
PASSWORD = "geheim-123"


def people_of(area):
    """The people of a county's office."""
    return {"clerk": f"clerk@{area}", "colleague": f"clerk@{area}", "reviewer": f"reviewer@{area}",
            "leader": f"leader@{area}"}


def end_with_parent():
    """A child does not outlive a test that is killed."""
    ctypes.CDLL("libc.so.6").prctl(1, signal.SIGKILL)


def wait_until(condition, what, patience=PATIENCE):
    """What `condition` gives once it is true; asked every few milliseconds."""
    deadline = time.monotonic() + patience
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {patience} s in vain for {what}")
        time.sleep(0.01)


class Kangxied:
    """The service over a data folder; it can be stopped, killed and started again. The port is another each time."""

    begun = {}  # people: a folder with a store that has them and nothing else

    def __init__(self, program, folder, people=None):
        self.program, self.data = program, os.path.join(folder, "service")
        self.log = open(os.path.join(folder, "kangxied.log"), "ab")
        self.process = None
        self.port = 0
        people = people_of(AREA) if people is None else people
        store = os.path.join(self._begin(tuple(people.items())), "store")
        subprocess.run(["cp", "-a", store, self.data], check=True)

    def _begin(self, people):
        """Each account costs what a password's hash has to cost: once for all jobs of a program."""
        if people not in self.begun:
            folder = tempfile.TemporaryDirectory(prefix="kx-jobs-people-")
            for name, grant in people:
                subprocess.run([self.program, "user", "add", name, "--grant", grant, "--data",
                                os.path.join(folder.name, "store")],
                               input=PASSWORD + "\n", text=True, check=True, stdout=self.log, stderr=self.log)
            self.begun[people] = folder
        return self.begun[people].name

    def start(self):
        port_file = self.data + ".port"
        if os.path.exists(port_file):
            os.remove(port_file)
        self.process = subprocess.Popen([self.program, "serve", "--data", self.data, "--listen", "127.0.0.1:0",
                                         "--port-file", port_file], stdout=self.log, stderr=self.log,
                                        preexec_fn=end_with_parent)

        def read_port():
            if self.process.poll() is not None:
                raise AssertionError("kangxied ended while starting")
            if not os.path.exists(port_file):
                return 0
            with open(port_file, encoding="ascii") as stream:
                text = stream.read()
            return int(text) if text.endswith("\n") or text else 0
        self.port = wait_until(read_port, "the port of kangxied")
        return self

    def stop(self):
        """In order; it has to end with 0."""
        self.process.terminate()
        status = self.process.wait(PATIENCE)
        self.process = None
        assert status == 0, f"kangxied ended with {status}"

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Rest:
    """A session of one person. Nothing is asked through a proxy."""

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __init__(self, service, user):
        self.service, self.token = service, None
        self.token = self.ask("POST", "/v1/sessions", {"username": user, "password": PASSWORD})["token"]

    def ask(self, method, path, body=None, **headers):
        """The answer's JSON; AssertionError with the problem's text when it is refused."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.service.port}{path}", method=method)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/merge-patch+json" if method == "PATCH"
                               else "application/json")
        if method == "POST":
            request.add_header("Idempotency-Key", str(uuid.uuid4()))
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error
        return json.loads(text) if text else None

    def send(self, path, data):
        """Puts bytes there."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.service.port}{path}", method="PUT", data=data)
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", "application/octet-stream")
        with self.opener.open(request, timeout=PATIENCE) as answer:
            assert answer.status in (201, 204), answer.status

    def all(self, path):
        """The items of all pages of a list."""
        items, more = [], path
        while more:
            page = self.ask("GET", more)
            items += page["items"]
            cursor = page.get("next")
            more = f"{path}{'&' if '?' in path else '?'}after={cursor}" if cursor else None
        return items

    def patch(self, path, **fields):
        return self.ask("PATCH", path, fields, If_Match="*")

    def act(self, path, action, **fields):
        """An action with the row as it is now."""
        return self.ask("POST", f"{path}/actions/{action}", fields, If_Match=f'"{self.ask("GET", path)["seq"]}"')

    def office(self):
        """That of the people; a service here has no other."""
        return next(item["id"] for item in self.all("/v1/offices"))

    def add_agency(self, name, **fields):
        return self.ask("POST", "/v1/agencies", {"office": self.office(), "name": name, **fields})


class Wire:
    """The cable between desktops and the service: one address that stays while the service's changes. It can be cut,
    and it can be slow: then `rate` bytes a second pass from the service, of all connections together."""

    def __init__(self, service, rate=None):
        self.service, self.rate = service, rate
        self.passed = 0  # bytes from the service
        self._budget = threading.Lock()
        self._due = 0.0
        self._cut = False
        self._open = set()
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        with self._guard:
            self._cut = True
            for end in self._open:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def join(self):
        with self._guard:
            self._cut = False

    def _accept(self):
        while True:
            near, _ = self._listener.accept()
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near):
        try:
            if self._cut:
                raise OSError
            far = socket.create_connection(("127.0.0.1", self.service.port), timeout=PATIENCE)
        except OSError:
            near.close()
            return
        ends = (near, far)
        with self._guard:
            self._open.update(ends)
            if self._cut:
                near.shutdown(socket.SHUT_RDWR)
        try:
            self._copy(near, far)
        except OSError:
            pass
        with self._guard:
            self._open.difference_update(ends)
        near.close()
        far.close()

    def _copy(self, near, far):
        while True:
            ready, _, _ = select.select((near, far), (), ())
            for end in ready:
                data = end.recv(4096 if self.rate else 65536)
                if not data:
                    return
                if end is far:
                    self._hold(len(data))
                    self.passed += len(data)
                (far if end is near else near).sendall(data)

    def _hold(self, count):
        """Waits until the bytes would have come through."""
        if not self.rate:
            return
        with self._budget:
            self._due = max(self._due, time.monotonic()) + count / self.rate
            due = self._due
        time.sleep(max(0.0, due - time.monotonic()))
