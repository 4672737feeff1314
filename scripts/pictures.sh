#!/usr/bin/env bash
# Makes docs/pictures anew from scenarios/tiny: the official tables and the page of a run, as people see them. Needs a
# built program, LibreOffice, pdftoppm, Chromium, and a font like Times New Roman with Vietnamese letters
# (fonts-liberation2; the older fonts-liberation lacks them).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
program=${1:-$root/target/debug/chungtay}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" allocate "$root/scenarios/tiny" --out "$work/run" --lang vi -q
soffice "-env:UserInstallation=file://$work/office" --headless --convert-to pdf --outdir "$work" "$work/run/bieu-phan-bo.xlsx" >/dev/null
page() { # page, height, name
  pdftoppm -r 100 -f "$1" -l "$1" -x 80 -y 60 -W 1060 -H "$2" -gray -singlefile -png "$work/bieu-phan-bo.pdf" "$root/docs/pictures/$3"
}
mkdir -p "$root/docs/pictures"
page 1 410 bieu-theo-xa
page 2 410 danh-sach-ho
page 5 330 chua-duoc-ho-tro
env -u FONTCONFIG_FILE chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1200,975 --virtual-time-budget=4000 \
  --screenshot="$root/docs/pictures/report.png" "file://$work/run/report.html" >/dev/null 2>&1
ls -l "$root/docs/pictures"
