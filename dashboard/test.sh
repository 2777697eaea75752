#!/bin/sh
# Runs the dashboard's tests: test.sh [unit|browser|all [options of node --test]]. Browser tests are skipped, and say so, where there is no Chromium.
set -eu
cd "$(dirname "$0")"
./build.sh target/web
rm -rf target/node
npx --no-install tsc -p tsconfig.node.json
which=${1:-all}
[ $# -eq 0 ] || shift
case "$which" in
  unit | browser) exec node --test "$@" target/node/test/"$which"/*.test.js ;;
  all) exec node --test "$@" target/node/test/*/*.test.js ;;
  *) echo "Usage: test.sh [unit|browser|all [options of node --test]]" >&2; exit 2 ;;
esac
