#!/bin/sh
# The shell starts it in place of Node, for a core that can be inspected.
exec "$TORN_DEV_NODE" --inspect="$TORN_DEV_CORE_INSPECTOR" "$@"
