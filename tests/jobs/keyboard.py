"""Real key events, through the XTEST extension of the X server, and the little that a window manager does."""

import ctypes
import struct
import zlib

NAMES = {"ctrl": 0xFFE3, "shift": 0xFFE1, "alt": 0xFFE9, "Return": 0xFF0D, "Tab": 0xFF09, "Escape": 0xFF1B,
         "BackSpace": 0xFF08, "Delete": 0xFFFF, "Left": 0xFF51, "Up": 0xFF52, "Right": 0xFF53, "Down": 0xFF54,
         "Page_Up": 0xFF55, "Page_Down": 0xFF56, "End": 0xFF57, "Home": 0xFF50, "Menu": 0xFF67, "space": 0x20,
         "comma": 0x2C, "slash": 0x2F, **{f"F{n}": 0xFFBD + n for n in range(1, 13)}}
SHIFT = NAMES["shift"]
# More pixels than a screen has.
FAR = 30000


class Attributes(ctypes.Structure):
    """XWindowAttributes of Xlib.h."""
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
                ("border_width", ctypes.c_int), ("depth", ctypes.c_int), ("visual", ctypes.c_void_p),
                ("root", ctypes.c_ulong), ("class_", ctypes.c_int), ("bit_gravity", ctypes.c_int),
                ("win_gravity", ctypes.c_int), ("backing_store", ctypes.c_int),
                ("backing_planes", ctypes.c_ulong), ("backing_pixel", ctypes.c_ulong),
                ("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int),
                ("map_state", ctypes.c_int), ("all_event_masks", ctypes.c_long),
                ("your_event_mask", ctypes.c_long), ("do_not_propagate_mask", ctypes.c_long),
                ("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]


class Image(ctypes.Structure):
    """The beginning of XImage of Xlib.h."""
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int),
                ("format", ctypes.c_int), ("data", ctypes.c_void_p), ("byte_order", ctypes.c_int),
                ("bitmap_unit", ctypes.c_int), ("bitmap_bit_order", ctypes.c_int),
                ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int), ("bytes_per_line", ctypes.c_int)]


HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


def overlook(display, event):
    """A window may be gone by the time it is asked about."""
    return 0


class Keyboard:
    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        self.xtest = ctypes.CDLL("libXtst.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XInternAtom.restype = ctypes.c_ulong
        self.x.XKeycodeToKeysym.restype = ctypes.c_ulong
        self.x.XGetImage.restype = ctypes.POINTER(Image)
        self.handler = HANDLER(overlook)
        self.x.XSetErrorHandler(self.handler)
        display = self.x.XOpenDisplay(None)
        if not display:
            raise RuntimeError("there is no X display; ./dev test starts one")
        self.display = ctypes.c_void_p(display)
        self.root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))
        self.pid_atom = ctypes.c_ulong(self.x.XInternAtom(self.display, b"_NET_WM_PID", 0))
        self._park_pointer()

    def _park_pointer(self):
        """Into the last corner, where no window is: lists choose what comes to lie below the pointer."""
        self.x.XWarpPointer(self.display, ctypes.c_ulong(0), self.root, 0, 0, 0, 0, FAR, FAR)
        self.x.XSync(self.display, 0)

    # Windows

    def _pid_of(self, window):
        kind, form, count, rest, data = (ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong(),
                                         ctypes.c_void_p())
        self.x.XGetWindowProperty(self.display, window, self.pid_atom, ctypes.c_long(0), ctypes.c_long(1), 0,
                                  ctypes.c_ulong(0), ctypes.byref(kind), ctypes.byref(form), ctypes.byref(count),
                                  ctypes.byref(rest), ctypes.byref(data))
        if not data.value:
            return None
        pid = ctypes.cast(data, ctypes.POINTER(ctypes.c_ulong))[0] if count.value else None
        self.x.XFree(data)
        return pid

    def windows(self, pid):
        """Those of a process that can be seen and take keys, the lowest first."""
        return [window for window, attributes in self._seen(pid) if not attributes.override_redirect]

    def popups(self, pid):
        """Where those windows of a process are that can be seen and take no keys: (x, y, width, height) each."""
        return [(attributes.x, attributes.y, attributes.width, attributes.height)
                for _, attributes in self._seen(pid) if attributes.override_redirect]

    def _seen(self, pid):
        """What can be seen of a process's windows, (window, attributes), the lowest first."""
        root, parent, children, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p(), ctypes.c_uint()
        self.x.XQueryTree(self.display, self.root, ctypes.byref(root), ctypes.byref(parent),
                          ctypes.byref(children), ctypes.byref(count))
        if not children.value:
            return []
        ids = ctypes.cast(children, ctypes.POINTER(ctypes.c_ulong))[:count.value]
        self.x.XFree(children)
        found = []
        for window in map(ctypes.c_ulong, ids):
            attributes = Attributes()
            if (self.x.XGetWindowAttributes(self.display, window, ctypes.byref(attributes))
                    and attributes.map_state == 2 and self._pid_of(window) == pid):
                found.append((window, attributes))
        return found

    def focus(self, pid):
        """The uppermost window of a process gets the keys, as a window manager would have it. False: there is none."""
        windows = self.windows(pid)
        if not windows:
            return False
        focus, revert = ctypes.c_ulong(), ctypes.c_int()
        self.x.XGetInputFocus(self.display, ctypes.byref(focus), ctypes.byref(revert))
        if focus.value != windows[-1].value:
            self.x.XRaiseWindow(self.display, windows[-1])
            self.x.XSetInputFocus(self.display, windows[-1], 2, ctypes.c_ulong(0))
            self.x.XSync(self.display, 0)
        return True

    # Keys

    def _send(self, keysym, down):
        code = self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(keysym))
        if not code:
            raise ValueError(f"the keyboard has no key for {keysym:#x}")
        self.xtest.XTestFakeKeyEvent(self.display, code, int(down), ctypes.c_ulong(0))

    def wait(self):
        """Until the server has seen all that was sent to it."""
        self.x.XSync(self.display, 0)

    def press(self, chord):
        """One key with what is held meanwhile: "Tab", "ctrl+shift+c"."""
        keys = [NAMES.get(name) or ord(name) for name in chord.split("+")]
        for key in keys:
            self._send(key, True)
        for key in reversed(keys):
            self._send(key, False)
        self.x.XSync(self.display, 0)

    def type(self, text):
        for character in text:
            if ord(character) < 128:
                self._type_latin(ord(character))
            else:
                self._type_code(ord(character))
        self.x.XSync(self.display, 0)

    def _type_latin(self, keysym):
        code = self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(keysym))
        shifted = self.x.XKeycodeToKeysym(self.display, code, 0) != keysym
        for key, down in [(SHIFT, True)] * shifted + [(keysym, True), (keysym, False)] + [(SHIFT, False)] * shifted:
            self._send(key, down)

    def _type_code(self, code):
        """As ISO 14755 and GTK have it: Ctrl+Shift+U, the number, Return."""
        self.press("ctrl+shift+u")
        for digit in f"{code:x}":
            self._type_latin(ord(digit))
        self.press("Return")

    # What is seen

    def screenshot(self, path):
        attributes = Attributes()
        self.x.XGetWindowAttributes(self.display, self.root, ctypes.byref(attributes))
        width, height = attributes.width, attributes.height
        image = self.x.XGetImage(self.display, self.root, 0, 0, width, height, ctypes.c_ulong(0xFFFFFFFF), 2)
        if not image:
            return
        stride = image.contents.bytes_per_line
        pixels = ctypes.string_at(image.contents.data, stride * height)
        rows = []
        for y in range(height):
            line = pixels[y * stride:y * stride + width * 4]
            row = bytearray(width * 3)
            row[0::3], row[1::3], row[2::3] = line[2::4], line[1::4], line[0::4]
            rows.append(b"\0" + bytes(row))

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        with open(path, "wb") as stream:
            stream.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                         + chunk(b"IDAT", zlib.compress(b"".join(rows), 6)) + chunk(b"IEND", b""))
