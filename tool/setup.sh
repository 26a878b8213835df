# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# shellcheck shell=bash
#
# What tool/quickstart and test/run share: find out what is missing, install it, configure and build.
# Sourced, never run. Debian and Ubuntu; elsewhere docs/building.md says what is needed.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DEBIAN_FRONTEND=noninteractive
started=$SECONDS

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 2; }
run() { printf '$ %s\n' "$*"; "$@"; }

# stage NAME: a heading; tells how long the stage before it took.
stage_name=
stage() {
  finish_stage
  stage_name=$1 stage_start=$SECONDS
  printf '\n== %s\n' "$1"
}
finish_stage() {
  if [ -n "$stage_name" ]; then
    printf '== %s: %s\n' "$stage_name" "$(minutes $((SECONDS - stage_start)))"
    stage_name=
  fi
}
minutes() { printf '%d.%d minutes' $(($1 / 60)) $(($1 % 60 / 6)); }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo --preserve-env=DEBIAN_FRONTEND "$@"
  else
    fail "installing packages needs root, and there is no sudo; as root, run: $*"
  fi
}

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }
may_install() { [ -z "${COTIDY_NO_INSTALL:-}" ]; }
installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
# No pipe into `grep -q`: it ends at the first match, and under pipefail apt-cache's broken pipe would mean "no".
offered() {
  has_apt || return 1
  case $(apt-cache policy "$1" 2>/dev/null) in
  *"Candidate: (none)"*) return 1 ;;
  *"Candidate: "*) return 0 ;;
  *) return 1 ;;
  esac
}

lists_updated=
update_lists() {
  if [ -z "$lists_updated" ]; then
    say "Updating the package lists (apt-get update)."
    as_root apt-get update -qq || say "warning: apt-get update failed; going on with the package lists there are"
    lists_updated=yes
  fi
}

llvm_root() { printf '/usr/lib/llvm-%s' "$1"; }
llvm_usable() { [ -e "$(llvm_root "$1")/lib/cmake/llvm/LLVMConfig.cmake" ] || offered "llvm-$1-dev"; }

# Sets llvm: the one asked for, else what build/ is already for, else the newest that is installed or on offer.
choose_llvm() {
  local wanted=${1:-}
  if [ -z "$wanted" ] && [ -e "$source_dir/build/CMakeCache.txt" ]; then
    wanted=$(sed -n 's|^COTIDY_LLVM_ROOT:INTERNAL=/usr/lib/llvm-||p' "$source_dir/build/CMakeCache.txt")
  fi
  for llvm in ${wanted:-22 21 20 19}; do
    llvm_usable "$llvm" && return
  done
  if has_apt && may_install; then
    update_lists
    for llvm in ${wanted:-22 21 20 19}; do
      llvm_usable "$llvm" && return
    done
  fi
  has_apt || fail "no LLVM ${wanted:-22 to 19} in /usr/lib/llvm-N; docs/building.md says what is needed"
  fail "no LLVM ${wanted:-22 to 19} is installed, and the package lists offer none (are they old? apt-get update)"
}

# The folder to build in: build/ for the LLVM chosen on its own, build-N/ for one that was asked for.
choose_build_dir() {
  build_dir=$source_dir/build
  [ -z "${1:-}" ] || build_dir=$source_dir/build-$1
}

# The demo needs Boost 1.77. Debian 12's libboost-dev is 1.74, beside which it has a newer one by number.
boost_version() { sed -n 's/^#define BOOST_VERSION //p' "${1:-}/usr/include/boost/version.hpp" 2>/dev/null || true; }
boost_is_enough() { [ "$(boost_version "${1:-}")" -ge 107700 ] 2>/dev/null; }
boost_package() {
  local package number
  for package in $(apt-cache search --names-only '^libboost1\.[0-9]+-dev$' | cut -d' ' -f1 | sort -rV); do
    number=${package#libboost1.}
    if [ "${number%-dev}" -ge 77 ]; then
      printf '%s' "$package"
      return
    fi
  done
}

# need COMMAND PACKAGE / need_package PACKAGE: notes what is missing.
missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
need_package() { installed "$1" || missing+=("$1"); }
# For what the tests can do without: some systems have no such package.
want_package() {
  installed "$1" && return
  update_lists
  if offered "$1"; then missing+=("$1"); fi
}

need_build() {
  need cmake cmake
  need ninja ninja-build
  need pkg-config pkg-config
  local package
  for package in "llvm-$llvm-dev" "libclang-$llvm-dev" "clang-$llvm" "clang-tidy-$llvm" \
      libgrpc++-dev libprotobuf-dev zlib1g-dev; do
    need_package "$package"
  done
}

need_tests() {
  need python3 python3
  need git git
  need ccache ccache
  need dpkg-shlibdeps dpkg-dev
  need file file
  need nvim neovim
  local package
  for package in "llvm-$llvm-tools" "clang-format-$llvm" python3-yaml libasio-dev libasio-doc qcoro-doc; do
    need_package "$package"
  done
  want_package python3-jsonschema
  want_package chromium
  # Brings the validator of SARIF; a node that is there has its own npm.
  command -v node >/dev/null || want_package npm
  want_package qcoro-qt6-dev
  want_package qt6-base-dev
  # What Debian's Bazel would otherwise fetch.
  for package in bazel-bootstrap bazel-platforms bazel-rules-java bazel-rules-proto bazel-skylib; do
    want_package "$package"
  done
  # The blocking clients whose models are compared with their headers.
  for package in libcurl4-openssl-dev libhiredis-dev libmariadb-dev libpq-dev libpqxx-dev librdkafka-dev libsqlite3-dev; do
    want_package "$package"
  done
}

# Microsoft's SARIF Multitool is in no package of Debian. Without it the tests that need it are skipped.
fetch_sarif_multitool() {
  local folder=$source_dir/build/packages/npm
  [ ! -e "$folder/node_modules/@microsoft/sarif-multitool-linux" ] || return 0
  if ! may_install || ! command -v npm >/dev/null; then
    say "No npm to fetch @microsoft/sarif-multitool with: tests that validate SARIF are skipped."
    return
  fi
  mkdir -p "$folder"
  run npm install --silent --no-fund --no-audit --prefix "$folder" @microsoft/sarif-multitool@5 ||
    say "npm could not fetch @microsoft/sarif-multitool: tests that validate SARIF are skipped."
}

# A Boost that is installed must not be removed for the demo's: then extract_boost fetches one into build/.
need_boost() {
  if [ -z "$(boost_version)" ]; then
    local package
    package=$(boost_package)
    [ -n "$package" ] || fail "the demo needs Boost 1.77 or newer, and the system's package sources offer none"
    missing+=("$package")
  fi
}
extract_boost() {
  boost_prefix=
  boost_is_enough && return
  local package folder=$source_dir/build/packages
  boost_prefix=$folder/usr
  boost_is_enough "$folder" && return
  package=$(boost_package)
  [ -n "$package" ] || fail "the demo needs Boost 1.77 or newer, and the system's package sources offer none"
  may_install || fail "the demo needs Boost 1.77 or newer ($package), and an older one is installed"
  say "The Boost that is installed is too old for the demo and stays; $package goes into build/packages."
  mkdir -p "$folder"
  (cd "$folder" && run apt-get download -qq "$package" && dpkg-deb -x "$package"_*.deb . && rm -f ./*.deb) ||
    fail "could not get $package"
}

install_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  has_apt || fail "missing: ${missing[*]} (names of Debian's packages); install them, then run this again"
  say "Missing, to be installed with apt-get:"
  printf '  %s\n' "${missing[@]}"
  may_install || fail "COTIDY_NO_INSTALL is set: install them with: apt-get install ${missing[*]}"
  update_lists
  local log
  log=$(mktemp)
  say "Installing; this takes some minutes."
  if ! as_root apt-get install -y -qq --no-install-recommends --no-remove "${missing[@]}" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "apt-get could not install: ${missing[*]}"
  fi
  rm -f "$log"
  missing=()
}

configure_and_build() {
  if [ ! -e "$build_dir/build.ninja" ]; then
    run cmake -S "$source_dir" -B "$build_dir" -G Ninja -DCOTIDY_LLVM_VERSION="$llvm" >"$build_dir.log" 2>&1 ||
      { cat "$build_dir.log" >&2; fail "the build could not be configured"; }
    mv "$build_dir.log" "$build_dir/configure.log"
  fi
  run ninja -C "$build_dir" || fail "the build failed"
}
