"""Questions on a message bus, many at once: a job asks a hundred thousand of them."""

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

BUS = "org.freedesktop.DBus"
# Calls that are under way at once: their answers have to find room while the next are being sent.
MOST_CALLS = 200
CALL_S = 60


class Gone(AssertionError):
    """Who was asked is not there any more, or does not know that question."""


def values_of(message):
    """What a message says; a property without the type that goes with it."""
    if message.header.fields.get(HeaderFields.signature) == "v":
        return [message.body[0][1]]
    return list(message.body)


class MessageBus:
    """A connection to the bus at an address. `signalled`: called with the sender, path, name and values of each signal
    that comes; only where something is asked signals are looked for."""

    def __init__(self, address, signalled=None):
        self.signalled = signalled
        self.connection = open_dbus_connection(address)

    def close(self):
        self.connection.close()

    def _send(self, name, path, interface, method, signature="", *values):
        """The number of the call."""
        serial = next(self.connection.outgoing_serial)
        place = DBusAddress(path, name, interface)
        self.connection.send(new_method_call(place, method, signature or None, values), serial=serial)
        return serial

    def _receive(self):
        """The next answer: (number of the call, values; None: it failed). None: it was something else."""
        message = self.connection.receive(timeout=CALL_S)
        kind, fields = message.header.message_type, message.header.fields
        if kind == MessageType.signal and self.signalled is not None:
            self.signalled(fields[HeaderFields.sender], fields[HeaderFields.path], fields[HeaderFields.member],
                           values_of(message))
        if kind not in (MessageType.method_return, MessageType.error):
            return None
        return fields[HeaderFields.reply_serial], values_of(message) if kind == MessageType.method_return else None

    def calls(self, name, calls):
        """Many calls at once, (path, interface, method, signature, values…) each: the lists of what they answer, None
        for what could not be answered."""
        answers = []
        for begin in range(0, len(calls), MOST_CALLS):
            serials = [self._send(name, *call) for call in calls[begin:begin + MOST_CALLS]]
            found = {}
            while len(found) < len(serials):
                answer = self._receive()
                # What an earlier call would have got, had it waited longer, is nobody's.
                if answer is not None and answer[0] >= serials[0]:
                    found[answer[0]] = answer[1]
            answers += [found[serial] for serial in serials]
        return answers

    def call(self, name, path, interface, method, signature="", *values):
        answer, = self.calls(name, [(path, interface, method, signature, *values)])
        if answer is None:
            raise Gone(f"{interface}.{method} of {path} at {name}")
        return answer

    def listen(self, rule):
        self.call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", "s", rule)
