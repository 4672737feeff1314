#!/usr/bin/env bash
# Makes sure that everything is there that building HiGHS (the solver) needs: g++, CMake and libclang.
# Missing ones come from apt-get, else from pip into .tools/. Writes .tools/env.sh, which the Makefile reads.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .tools
env_file=.tools/env.sh

has_libclang() {
  if [ -n "${LIBCLANG_PATH:-}" ]; then return 0; fi
  local found
  found=$(find /usr/lib /usr/lib64 /usr/local/lib /opt/homebrew/opt/llvm/lib /Library/Developer/CommandLineTools/usr/lib \
    -maxdepth 4 \( -name 'libclang.so*' -o -name 'libclang-[0-9]*.so*' -o -name 'libclang.dylib' \) -print -quit 2>/dev/null || true)
  [ -n "$found" ]
}

has_cmake() { [ -n "${CMAKE:-}" ] || command -v cmake >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Whether apt-get may be used without asking anybody for a password.
can_apt() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

from_apt() {
  echo "setup: installing cmake and libclang with apt-get"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends cmake libclang1
}

from_pip() {
  command -v python3 >/dev/null 2>&1 && python3 -m pip --version >/dev/null 2>&1 || return 1
  echo "setup: installing cmake and libclang with pip into .tools/"
  python3 -m pip install --quiet --disable-pip-version-check --upgrade --target .tools/python cmake libclang
}

# Lines for .tools/env.sh that point at what pip brought.
use_pip() {
  local root=$PWD/.tools/python
  if ! has_cmake && [ -x "$root/cmake/data/bin/cmake" ]; then
    echo "export CMAKE='$root/cmake/data/bin/cmake'"
    echo "export PATH='$root/cmake/data/bin':\"\$PATH\""
  fi
  if ! has_libclang && [ -d "$root/clang/native" ]; then
    echo "export LIBCLANG_PATH='$root/clang/native'"
    # The wheel has no headers of the compiler itself; g++ has them.
    echo "export BINDGEN_EXTRA_CLANG_ARGS='-I$(g++ -print-file-name=include)'"
  fi
}

die() { echo "setup: $*" >&2; exit 1; }

if ! command -v cargo >/dev/null 2>&1 && [ ! -x "$HOME/.cargo/bin/cargo" ]; then
  die "Rust is missing: install it from https://rustup.rs / chưa có Rust, hãy cài từ https://rustup.rs"
fi
command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1 ||
  die "a C++ compiler is missing: apt-get install g++ / chưa có trình biên dịch C++, hãy cài g++"

if ! has_cmake || ! has_libclang; then
  if can_apt; then from_apt || echo "setup: apt-get failed" >&2; fi
fi
if ! has_cmake || ! has_libclang; then
  [ -d .tools/python/cmake ] || from_pip || echo "setup: pip failed" >&2
fi

{
  # Read by the Makefile; written by scripts/setup.sh.
  command -v cargo >/dev/null 2>&1 || echo "export PATH=\"\$HOME/.cargo/bin:\$PATH\""
  use_pip
} >"$env_file"

# shellcheck source=/dev/null
. "$env_file"
if ! has_cmake || ! has_libclang; then
  die "cmake and libclang are needed to build the solver, and neither apt-get nor pip could bring them.
Please run: sudo apt-get install cmake libclang1   (or: python3 -m pip install cmake libclang)
Cần cmake và libclang để dựng bộ giải; hãy chạy một trong hai lệnh trên rồi thử lại."
fi
