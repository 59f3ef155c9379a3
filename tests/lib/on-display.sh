#!/bin/sh
# on-display.sh COMMAND…: runs it on a display without a screen and a message bus that nobody else uses, so that
# tests with windows take neither the focus nor the clipboard from one another.
set -eu

if [ -z "${KX_OWN_BUS:-}" ]; then
  # What services of the bus say does not belong into the results of a test.
  export KX_OWN_BUS=yes
  exec dbus-run-session -- sh "$0" "$@" 4>&1 >/dev/null
fi
unset KX_OWN_BUS
exec >&4 4>&-
folder=$(mktemp -d)
mkfifo "$folder/number"
# It chooses a number that is free, and tells it as soon as it can be called.
Xvfb -displayfd 3 -screen 0 1366x1024x24 -noreset -nolisten tcp 3>"$folder/number" >"$folder/log" 2>&1 &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -r "$folder"' EXIT
read -r number <"$folder/number" || { cat "$folder/log" >&2; exit 1; }
export DISPLAY=":$number" GSK_RENDERER=cairo
unset WAYLAND_DISPLAY
status=0
"$@" || status=$?
exit $status
