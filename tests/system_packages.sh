#!/bin/sh
# Install what tests need and pip does not have: an X server without a screen, the system libraries of Qt and Tk, a
# browser. Does nothing without apt-get or without root; the tests that need one of these are then skipped.
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0

needed="xvfb libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libxkbcommon0"
"${PYTHON:-python3}" -c "import tkinter" 2>/dev/null || needed="$needed python3-tk"
command -v chromium >/dev/null || command -v google-chrome >/dev/null || needed="$needed chromium"
# shellcheck disable=SC2086 # a list of words
dpkg --status $needed >/dev/null 2>&1 && exit 0
# shellcheck disable=SC2086
apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends $needed >/dev/null ||
    echo "not installed: $needed; the tests of windows and of the web chat need them" >&2
