/** Writes the zone label of the pod's node; fails where there is none. */
export const ZONE_SCRIPT = [
  'set -eu',
  'export HOME=/tmp',
  'zone=$(oc get node "$NODE_NAME" -o jsonpath="{.metadata.labels.topology\\.kubernetes\\.io/zone}")',
  '[ -n "$zone" ] || { echo "node $NODE_NAME has no zone label" >&2; exit 1; }',
  'printf %s "$zone" > /locality/zone',
].join('\n')

/** CockroachDB rereads its certificates on SIGHUP only. The image has no pkill: the process is found by its name. */
export const RELOAD_SCRIPT = [
  'last=$(cksum < /cockroach/certs/node.crt)',
  'while sleep 30; do',
  '  now=$(cksum < /cockroach/certs/node.crt)',
  '  [ "$now" = "$last" ] && continue',
  '  for dir in /proc/[0-9]*; do',
  '    if [ "$(cat "$dir/comm" 2>/dev/null)" = cockroach ]; then kill -HUP "$(basename "$dir")" && last=$now; fi',
  '  done',
  'done',
].join('\n')
