#!/usr/bin/env bash
# Brings Chromium, in which tests look at report.html (tests/it/browser.rs). Without it those tests say that they did
# not look; nothing else needs it.
set -euo pipefail

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

if command -v apt-get >/dev/null 2>&1 && as_root true 2>/dev/null; then
  echo "browser: installing chromium with apt-get"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium &&
    exit 0
fi
echo "browser: no Chromium, and apt-get could not bring it; pages are not looked at" >&2
