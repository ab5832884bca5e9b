#!/usr/bin/env bash
# Makes the virtual environment from the hashed locks; installs Debian's libraries that Qt needs when it may.
set -euo pipefail
venv=$1
packages="python3-venv libgl1 libegl1 libxkbcommon0 libglib2.0-0 libfreetype6 libfontconfig1 libdbus-1-3
 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 ca-certificates"

missing_libraries() {
    local have lib
    have=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
    for lib in libGL.so.1 libEGL.so.1 libxkbcommon.so.0 libglib-2.0.so.0 libfreetype.so.6 libfontconfig.so.1 \
               libdbus-1.so.3 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-shape.so.0 \
               libxcb-xkb.so.1 libxkbcommon-x11.so.0; do
        grep -q "$lib" <<<"$have" || echo "$lib"
    done
}
needs=$(missing_libraries)
python3 -c 'import ensurepip, venv' 2>/dev/null || needs="$needs python3-venv"
# A second opinion on the books. Without these `make test` skips what asks them; nothing else needs them.
wishes=""
command -v hledger >/dev/null || wishes="hledger"
# The page that checks receipts and journals is tested in a real browser.
command -v chromium >/dev/null && command -v chromedriver >/dev/null || wishes="$wishes chromium chromium-driver"
# What a screen reader is told is asked over its own bus, of windows on a screen that nobody sees.
command -v Xvfb >/dev/null || wishes="$wishes xvfb"
command -v dbus-daemon >/dev/null || wishes="$wishes dbus"
[ -e /usr/libexec/at-spi2-registryd ] || [ -e /usr/lib/at-spi2-core/at-spi2-registryd ] || wishes="$wishes at-spi2-core"
/usr/bin/python3 -c 'import dbus' 2>/dev/null || wishes="$wishes python3-dbus"

if [ -n "$needs$wishes" ]; then
    echo "Needed from the system:" $needs $wishes
    sudo=""
    if [ "$(id -u)" != 0 ]; then
        sudo="sudo -n"
        command -v sudo >/dev/null || sudo="false"
    fi
    may_install=no
    if command -v apt-get >/dev/null && $sudo true 2>/dev/null; then may_install=yes; fi
    apt_install() {
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
    }
    if [ -n "$needs" ]; then
        if [ $may_install = no ]; then
            echo "This account may not install them. Ask an administrator to run:" >&2
            echo "  apt-get install --no-install-recommends" $packages $wishes >&2
            exit 1
        fi
        $sudo apt-get update -q
        # shellcheck disable=SC2086
        apt_install $packages
    elif [ $may_install = yes ]; then
        $sudo apt-get update -q || echo "The lists of packages could not be refreshed." >&2
    fi
    if [ -n "$wishes" ]; then
        # shellcheck disable=SC2086
        if [ $may_install = no ] || ! apt_install $wishes; then
            echo "Not installed, and their tests are skipped:" $wishes ". To have them run:" >&2
            echo "  apt-get install --no-install-recommends" $wishes >&2
        fi
    fi
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
python3 -m venv "$venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
# The program itself, in place: the locks above already hold everything it needs.
"$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
# A real CUPS for the tests of the print queue: unpacked here and started by the tests, never installed, so that no print
# service begins on this computer. It needs no administrator, only apt-get and a network.
unpack_cups() {
    local folder
    folder=$(mktemp -d)
    (cd "$folder" && apt-get download -q cups-daemon cups-client cups-common libpaper1 libcups2 libavahi-client3 \
        libavahi-common3 libdbus-1-3 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1 \
        >/dev/null 2>&1) || { rm -rf "$folder"; return 1; }
    rm -rf "$venv/cups.new" "$venv/cups"
    mkdir "$venv/cups.new"
    for package in "$folder"/*.deb; do dpkg-deb -x "$package" "$venv/cups.new"; done
    mv "$venv/cups.new" "$venv/cups"
    rm -rf "$folder"
}
if [ ! -x "$venv/cups/usr/sbin/cupsd" ] && ! { command -v apt-get && unpack_cups; } >/dev/null; then
    echo "CUPS could not be downloaded: the tests that start one are skipped." >&2
fi
touch "$venv/.ready"
