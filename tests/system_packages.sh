#!/bin/sh
# Install what pip does not have, with apt-get as root; elsewhere, do nothing.
#   system_packages.sh server   what llama.cpp's server needs
#   system_packages.sh tests    also an X server without a screen, the libraries of Qt and Tk, a browser; the tests that
#                               need one of these are skipped where it is missing
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0

needed=libgomp1
if [ "$1" = tests ]; then
    needed="$needed xvfb libatomic1 libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libxkbcommon0"
    "${PYTHON:-python3}" -c "import tkinter" 2>/dev/null || needed="$needed python3-tk"
    command -v chromium >/dev/null || command -v google-chrome >/dev/null || needed="$needed chromium"
fi
# shellcheck disable=SC2086 # a list of words
dpkg --status $needed >/dev/null 2>&1 && exit 0
# shellcheck disable=SC2086
apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends $needed >/dev/null ||
    echo "not installed: $needed" >&2
