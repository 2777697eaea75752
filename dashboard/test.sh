#!/bin/sh
# Runs the dashboard's tests: test.sh [unit|browser]. Browser tests are skipped, and say so, where there is no Chromium.
set -eu
cd "$(dirname "$0")"
./build.sh target/web
rm -rf target/node
npx --no-install tsc -p tsconfig.node.json
case "${1:-all}" in
  unit) exec node --test target/node/test/unit/*.test.js ;;
  browser) exec node --test target/node/test/browser/*.test.js ;;
  all) exec node --test target/node/test/*/*.test.js ;;
  *) echo "Usage: test.sh [unit|browser]" >&2; exit 2 ;;
esac
