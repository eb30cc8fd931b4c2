const ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token'

/** Each script logs in with the pod's own token, for which Vault has a role of the account's name. */
function login(role: string): readonly string[] {
  return [
    `VAULT_TOKEN=$(vault write -field=token "auth/$MOUNT/login" role=${role} jwt=@${ACCOUNT_TOKEN})`,
    'export VAULT_TOKEN',
  ]
}

/**
 * Asks every node without a log-in whether it is initialised and unsealed and of which Vault; then, logged in, what
 * autopilot thinks. Before Vault is initialised the second part is left out, and the keys keep their last value.
 */
export const PROBE_SCRIPT = [
  'set -u',
  'field() { sed -n "s/^ *\\"$1\\": *\\"\\{0,1\\}\\([^\\",]*\\)\\"\\{0,1\\},\\{0,1\\}\\$/\\1/p" | head -n 1; }',
  'reached=0; initialized=0; unsealed=0; : > /tmp/ids',
  'for host in $HOSTS; do',
  '  state=$(VAULT_ADDR="https://$host:8200" vault status -format=json 2>/dev/null)',
  '  [ -n "$state" ] || continue',
  // A peer that was removed still answers until its region is gone: it is no node of this Vault any more.
  '  [ "$(echo "$state" | field removed_from_cluster)" = true ] && continue',
  '  reached=$((reached + 1))',
  '  [ "$(echo "$state" | field initialized)" = true ] && initialized=$((initialized + 1))',
  '  [ "$(echo "$state" | field sealed)" = false ] && unsealed=$((unsealed + 1))',
  '  echo "$state" | field cluster_id >> /tmp/ids',
  'done',
  'printf %s "$reached" > /result/nodesReached',
  'printf %s "$initialized" > /result/nodesInitialized',
  'printf %s "$unsealed" > /result/nodesUnsealed',
  'grep . /tmp/ids | sort -u | wc -l | tr -d " " > /result/clusterIds',
  'wanted=$(echo "$HOSTS" | wc -w | tr -d " ")',
  // Split-brain guard: initialising is safe only where every node of every region answers and none is initialised.
  'if [ "$reached" = "$wanted" ] && [ "$initialized" = 0 ]; then printf true; else printf false; fi > /result/initAllowed',
  '[ "$initialized" -gt 0 ] || exit 0',
  ...login('vault-probe').map((line) => (line.startsWith('VAULT_TOKEN') ? `${line} || exit 0` : line)),
  'autopilot() { vault read -field="$1" sys/storage/raft/autopilot/state; }',
  'autopilot healthy > /result/autopilotHealthy',
  'autopilot failure_tolerance > /result/failureTolerance',
  'vault read -format=json -field=voters sys/storage/raft/autopilot/state | grep -c "\\"" > /result/voters',
  'if vault read -format=json sys/audit | grep -q "^ *\\"file/\\": {"; then printf true; else printf false; fi > /result/auditEnabled',
  '[ "$COUNT_ROOT_TOKENS" = yes ] || exit 0',
  'roots=0',
  "for accessor in $(vault list -format=json auth/token/accessors | tr -d '[]\", ' | head -n 2000); do",
  '  vault token lookup -format=json -accessor "$accessor" 2>/dev/null | grep -q "^ *\\"root\\"" && roots=$((roots + 1))',
  'done',
  'printf %s "$roots" > /result/rootTokens',
].join('\n')

/** The usual failure of renewal: the Secret is new, the process still serves the old certificate. */
export const SERVED_SCRIPT = [
  'set -u',
  'wanted=$(openssl x509 -noout -serial < /certificate/tls.crt) || exit 0',
  'same=true',
  'for host in $LOCAL_HOSTS; do',
  '  served=$(timeout 5 openssl s_client -connect "$host:8200" -servername "$host" </dev/null 2>/dev/null | openssl x509 -noout -serial 2>/dev/null)',
  '  [ -z "$served" ] || [ "$served" = "$wanted" ] || same=false',
  'done',
  'printf %s "$same" > /result/servedCertificateCurrent',
].join('\n')

export const AUTOPILOT_SCRIPT = [
  'set -eu',
  ...login('vault-autopilot'),
  'vault operator raft autopilot set-config -last-contact-threshold=10s -server-stabilization-time=30s -max-trailing-logs=1000 -cleanup-dead-servers=false',
].join('\n')

export const SNAPSHOT_SCRIPT = [
  'set -eu',
  'leader=$(vault read -field=leader_address sys/leader)',
  'case "$leader" in *".$CLUSTER.vault-internal."*) ;; *) echo "active node is elsewhere: $leader"; exit 0 ;; esac',
  ...login('vault-snapshot'),
  'VAULT_CLIENT_TIMEOUT=180s vault operator raft snapshot save /snapshot/vault.snap',
].join('\n')

export const UPLOAD_SCRIPT = [
  'set -eu',
  '[ -f /snapshot/vault.snap ] || exit 0',
  'rclone --config /tmp/rclone.conf copyto /snapshot/vault.snap "target:$BUCKET/vault/$CLUSTER/$(date -u +%Y%m%dT%H%M%SZ).snap"',
].join('\n')
