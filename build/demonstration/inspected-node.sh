#!/bin/sh
# Electron's main process starts this script in place of Node (--core-node), so that a debugger can attach to the core.
exec "$TORN_DEV_NODE" --inspect="$TORN_DEV_CORE_INSPECTOR" "$@"
