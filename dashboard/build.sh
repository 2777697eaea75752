#!/bin/sh
# Builds the dashboard into OUTDIR: build.sh OUTDIR [PLAYERDIR] (relative ones are meant from here, the dashboard's
# folder). What the player page for viewers needs of hls.js goes into PLAYERDIR.
#
# Does nothing when OUTDIR is newer than every source, so that it can be part of every build of the server.
# Wants Node.js 20.19 or newer; the dashboard can be left out of the server with -Ddashboard.skip.
set -eu

[ $# -ge 1 ] && [ $# -le 2 ] && [ -n "$1" ] || { echo "Usage: build.sh OUTDIR [PLAYERDIR]" >&2; exit 2; }
cd "$(dirname "$0")"
out=$1
player=${2:-}

# The page is written last of all, so its time is the time of the whole build.
page="$out/index.html"
if [ -f "$page" ] && { [ -z "$player" ] || [ -f "$player/hls.js" ]; } && [ -z "$(find src index.html package.json package-lock.json tsconfig.json vite.config.ts build.sh \
    -newer "$page" | head -n 1)" ]; then
  exit 0
fi

fail() {
  echo "The dashboard cannot be built: $1" >&2
  echo "To build the server without its dashboard, add -Ddashboard.skip to the Maven command." >&2
  exit 1
}

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ||
  fail "Node.js 20.19 or newer and npm are needed and were not found on the PATH."
node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' ||
  fail "Node.js 20.19, 22.12 or newer is needed; this is $(node --version)."

# npm writes this file at the end of an install.
installed=node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ -n "$(find package-lock.json -newer "$installed")" ]; then
  npm ci --no-audit --no-fund --loglevel=error ||
    fail "npm could not install what it is made of; see above. Is the package registry within reach?"
  touch "$installed"
fi

node node_modules/typescript/bin/tsc -p tsconfig.json || fail "the type check found the mistakes above."
node node_modules/vite/bin/vite.js build --logLevel warn --outDir "$out" --emptyOutDir ||
  fail "Vite reported the errors above."
if [ -n "$player" ]; then
  mkdir -p "$player" && cp node_modules/hls.js/dist/hls.min.mjs "$player/hls.js" || fail "hls.js could not be copied."
fi
touch "$page"
