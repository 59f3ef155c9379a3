"""D-Bus by hand, after the message protocol of its specification: a job asks hundreds of thousands of questions, and
through the bindings each would take a multiple of what its answer takes."""

import os
import socket
import struct
import sys
import urllib.parse

BUS = "org.freedesktop.DBus"
CALL, ANSWER, FAILURE, SIGNAL = 1, 2, 3, 4
PATH, INTERFACE, MEMBER, REPLY_TO, DESTINATION, SENDER, SIGNATURE = 1, 2, 3, 5, 6, 7, 8
ORDER = b"l" if sys.byteorder == "little" else b"B"
HEAD = struct.Struct("=cBBBIII")
NUMBERS = {"y": struct.Struct("=B"), "b": struct.Struct("=I"), "i": struct.Struct("=i"), "u": struct.Struct("=I"),
           "x": struct.Struct("=q"), "t": struct.Struct("=Q"), "d": struct.Struct("=d")}
LENGTH = NUMBERS["u"]
# Calls that are under way at once: their answers have to find room while the next are being sent.
MOST_CALLS = 200
CALL_S = 60


class Gone(AssertionError):
    """Who was asked is not there any more, or does not know that question."""


def up_to(offset, size):
    return (offset + size - 1) & -size


def end_of_type(signature, at):
    """The place after the one whole type that begins there."""
    if signature[at] == "a":
        return end_of_type(signature, at + 1)
    if signature[at] not in "({":
        return at + 1
    at += 1
    while signature[at] not in ")}":
        at = end_of_type(signature, at)
    return at + 1


def size_of_type(kind):
    """What its values begin at multiples of."""
    if kind in NUMBERS:
        return NUMBERS[kind].size
    return 8 if kind in "({" else 1 if kind in "gv" else 4


def read(data, offset, signature, at=0):
    """The value of the type that begins at `at`: (value, where the next one begins, where its type does)."""
    kind = signature[at]
    if kind in "so":
        offset = (offset + 3) & -4
        end = offset + 4 + LENGTH.unpack_from(data, offset)[0]
        return data[offset + 4:end].decode(), end + 1, at + 1
    if kind in NUMBERS:
        offset = up_to(offset, NUMBERS[kind].size)
        return NUMBERS[kind].unpack_from(data, offset)[0], offset + NUMBERS[kind].size, at + 1
    if kind in "({":
        values, offset, at = [], (offset + 7) & -8, at + 1
        while signature[at] not in ")}":
            value, offset, at = read(data, offset, signature, at)
            values.append(value)
        return tuple(values), offset, at + 1
    if kind == "a":
        offset = (offset + 3) & -4
        length = LENGTH.unpack_from(data, offset)[0]
        offset = up_to(offset + 4, size_of_type(signature[at + 1]))
        values, end = [], offset + length
        while offset < end:
            value, offset, _ = read(data, offset, signature, at + 1)
            values.append(value)
        return values, offset, end_of_type(signature, at)
    end = offset + 1 + data[offset]
    inner = data[offset + 1:end].decode()
    if kind == "g":
        return inner, end + 1, at + 1
    value, offset, _ = read(data, end + 1, inner)
    return value, offset, at + 1


def read_all(data, signature):
    values, offset, at = [], 0, 0
    while at < len(signature):
        value, offset, at = read(data, offset, signature, at)
        values.append(value)
    return values


def write_text(text):
    data = text.encode()
    return LENGTH.pack(len(data)) + data + b"\0"


def write(signature, values):
    """Texts and numbers one after the other."""
    data = b""
    for kind, value in zip(signature, values):
        data += bytes(-len(data) % size_of_type(kind))
        data += write_text(value) if kind in "so" else NUMBERS[kind].pack(value)
    return data


def write_field(code, kind, value):
    data = bytes((code, 1, ord(kind), 0)) + (bytes((len(value),)) + value.encode() + b"\0" if kind == "g" else
                                             write_text(value))
    return data + bytes(-len(data) % 8)


def read_fields(data, end):
    """{code: value} of a message's head, texts as bytes."""
    fields, offset = {}, HEAD.size
    while offset < end:
        code, kind = data[offset], data[offset + 2]
        if kind == ord("u"):
            fields[code], = LENGTH.unpack_from(data, offset + 4)
            offset += 8
            continue
        begin, length = (offset + 5, data[offset + 4]) if kind == ord("g") else (
            offset + 8, LENGTH.unpack_from(data, offset + 4)[0])
        fields[code] = data[begin:begin + length]
        offset = (begin + length + 8) & -8
    return fields


class MessageBus:
    """A connection to the bus at an address. `signalled`: called with the sender, path and values of each signal that
    comes; only where something is asked signals are looked for."""

    def __init__(self, address, signalled=None):
        kind, _, rest = address.split(";")[0].partition(":")
        options = dict(option.split("=", 1) for option in rest.split(","))
        place = urllib.parse.unquote(options.get("path") or "\0" + options["abstract"])
        assert kind == "unix", address
        self.signalled = signalled
        self.serial, self.buffer, self.heads = 0, bytearray(), {}
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(CALL_S)
        self.socket.connect(place)
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.geteuid()).encode().hex().encode() + b"\r\n")
        said = b""
        while not said.endswith(b"\r\n"):
            said += self._receive_some()
        assert said.startswith(b"OK "), said
        self.socket.sendall(b"BEGIN\r\n")
        self.call(BUS, "/org/freedesktop/DBus", BUS, "Hello")

    def close(self):
        self.socket.close()

    def _receive_some(self):
        data = self.socket.recv(1 << 18)
        if not data:
            raise Gone("the bus has ended")
        return data

    def _take(self, count):
        while len(self.buffer) < count:
            self.buffer += self._receive_some()
        data = bytes(memoryview(self.buffer)[:count])
        del self.buffer[:count]
        return data

    def _message(self, name, path, interface, method, signature="", *values):
        """The bytes of a call."""
        self.serial += 1
        key = (name, interface, method, signature)
        if key not in self.heads:
            self.heads[key] = b"".join([write_field(DESTINATION, "s", name), write_field(INTERFACE, "s", interface),
                                        write_field(MEMBER, "s", method),
                                        write_field(SIGNATURE, "g", signature) if signature else b""])
        body = write(signature, values)
        place = bytes((PATH, 1, ord("o"), 0)) + write_text(path)
        fields = self.heads[key] + place
        return (HEAD.pack(ORDER, CALL, 0, 1, len(body), self.serial, len(fields)) + fields + bytes(-len(place) % 8)
                + body)

    def _receive(self):
        """The next answer: (number of the call, values; None: it failed). None: it was something else."""
        head = self._take(HEAD.size)
        order, kind, _, _, size, _, length = HEAD.unpack(head)
        assert order == ORDER, "another machine's order of bytes"
        rest = self._take(up_to(length, 8) + size)
        fields = read_fields(head + rest, HEAD.size + length)
        body, signature = rest[up_to(length, 8):], fields.get(SIGNATURE, b"").decode()
        if kind == SIGNAL and self.signalled is not None:
            self.signalled(fields[SENDER].decode(), fields[PATH].decode(), fields[MEMBER].decode(),
                           read_all(body, signature))
        if kind not in (ANSWER, FAILURE):
            return None
        return fields[REPLY_TO], read_all(body, signature) if kind == ANSWER else None

    def calls(self, name, calls):
        """Many calls at once, (path, interface, method, signature, values…) each: the lists of what they answer, None
        for what could not be answered."""
        answers = []
        for begin in range(0, len(calls), MOST_CALLS):
            first, some = self.serial + 1, calls[begin:begin + MOST_CALLS]
            self.socket.sendall(b"".join(self._message(name, *call) for call in some))
            found, waiting = [None] * len(some), len(some)
            while waiting:
                answer = self._receive()
                if answer is not None and answer[0] >= first:
                    found[answer[0] - first] = answer[1]
                    waiting -= 1
            answers += found
        return answers

    def call(self, name, path, interface, method, signature="", *values):
        answer, = self.calls(name, [(path, interface, method, signature, *values)])
        if answer is None:
            raise Gone(f"{interface}.{method} of {path} at {name}")
        return answer

    def listen(self, rule):
        self.call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", "s", rule)
