#!/bin/sh
# Make or renew the environment in .venv with what the named extras of pyproject.toml need, such as
# `sh scripts/setup.sh discovery test`; instant when nothing changed. Run from the Makefile.
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
# What .venv was made from, in two lines, and below them a line for every extra that is in it.
stamp=.venv/kans-setup
state="$(pwd)
$(cat pyproject.toml constraints.txt scripts/setup.sh | cksum)"

supported() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

installed=
if [ -f "$stamp" ] && [ "$(head -n 2 "$stamp")" = "$state" ] && supported "$python" && [ -x .venv/bin/kans ]; then
    installed=$(tail -n +3 "$stamp")
    missing=
    for extra in "$@"; do
        printf '%s\n' "$installed" | grep -qx "$extra" || missing=$extra
    done
    if [ -z "$missing" ]; then exit 0; fi
fi

# Made for another folder, by a Python that is gone, or half made: start again.
if [ -e .venv ] && {
    ! supported "$python" || ! "$python" -m pip --version >/dev/null 2>&1 ||
        { [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" != "$(pwd)" ]; }
}; then
    echo "The environment in .venv does not work here; making it again."
    rm -rf .venv
fi

if [ ! -e .venv ]; then
    base=
    for candidate in python3 python3.11 python3.12 python3.13; do
        if supported "$candidate"; then base=$candidate && break; fi
    done
    if [ -z "$base" ]; then
        echo "KANS needs Python 3.11 or newer; found none as python3, python3.11, python3.12 or python3.13." >&2
        echo "On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
        exit 1
    fi
    if ! "$base" -m venv .venv; then
        rm -rf .venv
        echo "Could not make an environment with $base." >&2
        echo "On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi

echo "Installing into .venv (once; two to three minutes) ..."
rm -f "$stamp"
extras=$(echo "$@" | tr ' ' ',')
"$python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[$extras]"
{ printf '%s\n' "$state"; printf '%s\n' $installed "$@" | sort -u; } >"$stamp"
