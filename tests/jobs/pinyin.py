"""IBus with Intelligent Pinyin, as a Chinese desktop has it: letters become a list of candidates before any of them is
a text."""

import os
import subprocess

from service import end_with_parent, wait_until

DAEMON, MEMORY, PANEL = "ibus-daemon", "/usr/libexec/ibus-memconf", "/usr/libexec/ibus-ui-gtk3"
ENGINE = "libpinyin"
# The one engine: nothing has to be switched on.
SETTINGS = f"[desktop/ibus/general]\npreload-engines=['{ENGINE}']\n"


class Pinyin:
    """The input method, with a home of its own, where it has learned nothing. It takes the keys of programs that are
    started with its `environment`."""

    def __init__(self, folder):
        folder = os.path.join(folder, "ibus")
        os.makedirs(folder)
        self.log = open(os.path.join(folder, "log"), "ab")
        address = "unix:abstract=" + folder
        environment = {**os.environ, "HOME": folder, "IBUS_ADDRESS": address, "GSETTINGS_BACKEND": "keyfile",
                       **{f"XDG_{name}_HOME": os.path.join(folder, name.lower()) for name in ("DATA", "CONFIG", "CACHE")}}
        settings = os.path.join(folder, "config/glib-2.0/settings")
        os.makedirs(settings)
        with open(os.path.join(settings, "keyfile"), "w", encoding="ascii") as stream:
            stream.write(SETTINGS)
        # One key after the other: in its usual way IBus turns those round that come faster than any hand's.
        self.environment = {"GTK_IM_MODULE": "ibus", "IBUS_ADDRESS": address, "IBUS_ENABLE_SYNC_MODE": "1"}
        daemon = self._spawn([DAEMON, "--address", address, "--config", MEMORY, "--panel", "disable",
                              "--emoji-extension", "disable"], environment)
        wait_until(lambda: self._ask(environment, "address") == address, "the input method")
        self.panel = self._spawn([PANEL], environment)
        self.processes = (self.panel, daemon)
        wait_until(lambda: self._is_chosen(environment), "Intelligent Pinyin")

    def _spawn(self, words, environment):
        return subprocess.Popen(words, env=environment, stdout=self.log, stderr=self.log, preexec_fn=end_with_parent)

    @staticmethod
    def _ask(environment, *words):
        return subprocess.run(["ibus", *words], env=environment, capture_output=True, text=True, timeout=60,
                              check=False).stdout.strip()

    def _is_chosen(self, environment):
        """Chooses the engine of whatever is typed into; only what is chosen then tells whether that was done."""
        self._ask(environment, "engine", ENGINE)
        return self._ask(environment, "engine") == ENGINE

    def candidates(self, keyboard):
        """Where the list of candidates is, (x, y, width, height) on the screen; None: it is not shown."""
        return next((place for place in keyboard.popups(self.panel.pid) if place[2] > 40 and place[3] > 20), None)

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()
        self.log.close()
