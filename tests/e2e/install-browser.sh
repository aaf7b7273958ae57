#!/bin/sh
# What the tests need and Python cannot bring: a browser, fonts with Vietnamese, LibreOffice.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
# The first generation of these fonts lacks Vietnamese letters such as ộ.
fc-list ':lang=vi' family 2>/dev/null | grep -q "Liberation Serif" || missing="$missing fontconfig fonts-liberation2"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Thiếu phần mềm để chạy kiểm thử:$missing. Hãy cài rồi chạy lại. / Missing for the tests:$missing." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
