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

const SQL = 'cockroach sql --certs-dir=/certs --format=tsv'

/**
 * Sets users again and, where a migration changed them, regions, survival goal and replicas: those only where they differ, since
 * setting them anew takes replicas away for a moment. Before `init` no node answers and the run fails, which is only another
 * run an interval later. Until every region has nodes, all of that stays as it is: a region without any is refused, and what a
 * platform of more regions does with fewer replicas, the regions that are there must not.
 */
export const BOOTSTRAP_SCRIPT = [
  'set -euo pipefail',
  `run() { ${SQL} --host=cockroachdb-public --user=root --set=errexit=true; }`,
  `ask() { ${SQL} --host=cockroachdb-public --user=root --execute="$1" | tail -n +2 | tr "\\n" " "; }`,
  'planned() {',
  '  have=$(ask "SELECT region FROM [SHOW REGIONS FROM DATABASE \\"$1\\"]") || exit 1',
  '  for region in $REGIONS; do case " $have" in *" $region "*) ;; *) return 1 ;; esac; done',
  '  have=$(ask "SELECT region FROM [SHOW REGIONS FROM DATABASE \\"$1\\"] WHERE \\"primary\\"") || exit 1',
  '  [ "$have" = "$PRIMARY_REGION " ] || return 1',
  '  have=$(ask "SELECT survival_goal FROM [SHOW SURVIVAL GOAL FROM DATABASE \\"$1\\"]") || exit 1',
  '  [ "$have" = "$SURVIVAL_GOAL " ] || return 1',
  `  have=$(ask "SELECT CASE WHEN raw_config_sql LIKE '%num_voters = $VOTERS,%' THEN 'yes' ELSE 'no' END FROM [SHOW ZONE CONFIGURATION FROM DATABASE \\"$1\\"]") || exit 1`,
  '  [ "$have" = "yes " ]',
  '}',
  'run < /sql/bootstrap.sql',
  'there=$(ask "SELECT region FROM [SHOW REGIONS FROM CLUSTER]")',
  'missing=""',
  'for region in $REGIONS; do case " $there" in *" $region "*) ;; *) missing="$missing $region" ;; esac; done',
  'if [ -n "$missing" ]; then',
  '  echo "no node yet in$missing: regions, goal and replicas stay as they are"',
  'else',
  '  [ ! -f /sql/replicas.sql ] || run < /sql/replicas.sql',
  '  for database in $DATABASES; do',
  '    planned "$database" || run < "/sql/regions-$database.sql"',
  '  done',
  'fi',
  `[ -n "\${BACKUP_URI:-}" ] || exit 0`,
  'uri=$(printf %s "$BACKUP_URI" | sed "s/\'/\'\'/g")',
  'for database in $DATABASES; do',
  `  ${SQL} --host=cockroachdb-public --user=root --execute="CREATE SCHEDULE IF NOT EXISTS isthmus_$database FOR BACKUP DATABASE \\"$database\\" INTO '$uri' RECURRING '$RECURRING' FULL BACKUP '@daily' WITH SCHEDULE OPTIONS first_run = 'now'"`,
  'done',
].join('\n')

/** Asks every node for the cluster it belongs to, then one of them for the state of the whole. */
export const PROBE_SCRIPT = [
  'set -u',
  `ask() { ${SQL} --host="$1" --user=$PROBE_USER --execute="SET allow_unsafe_internals = true" --execute="$2" 2>/dev/null | tail -n 1; }`,
  'reached=0; : > /tmp/ids',
  'for host in $HOSTS; do',
  '  id=$(timeout 8 cockroach sql --certs-dir=/certs --format=tsv --host="$host" --user=$PROBE_USER --execute="SELECT crdb_internal.cluster_id()" 2>/dev/null | tail -n 1)',
  '  [ -n "$id" ] || continue',
  '  reached=$((reached + 1)); echo "$id" >> /tmp/ids',
  'done',
  'printf %s "$reached" > /result/nodesReached',
  'sort -u /tmp/ids | wc -l | tr -d " " > /result/clusterIds',
  '[ "$reached" -gt 0 ] || exit 0',
  'status=$(cockroach node status --certs-dir=/certs --host=cockroachdb-public --user=$PROBE_USER --ranges --format=tsv) || exit 0',
  'column() { echo "$status" | awk -F "\\t" -v name="$1" "NR == 1 { for (i = 1; i <= NF; i++) if (\\$i == name) c = i; next } { print \\$c }"; }',
  'column is_live | grep -c "^true$" > /result/liveNodes',
  'column locality | sort -u | wc -l | tr -d " " > /result/localities',
  'column ranges_unavailable | awk "{ s += \\$1 } END { print s + 0 }" > /result/rangesUnavailable',
  'column ranges_underreplicated | awk "{ s += \\$1 } END { print s + 0 }" > /result/rangesUnderReplicated',
  'goals=""; regions=""',
  'for database in $DATABASES; do',
  '  goals="$goals $(ask cockroachdb-public "SELECT survival_goal FROM [SHOW SURVIVAL GOAL FROM DATABASE \\"$database\\"]")"',
  '  regions="$regions $(ask cockroachdb-public "SELECT count(*) FROM [SHOW REGIONS FROM DATABASE \\"$database\\"]")"',
  'done',
  'echo $goals | tr " " "\\n" | sort -u | tr "\\n" " " | sed "s/ *$//" > /result/survivalGoals',
  'echo $regions | tr " " "\\n" | sort -u | tr "\\n" " " | sed "s/ *$//" > /result/databaseRegions',
  'seconds=$(ask cockroachdb-public "SELECT max(value)::INT FROM crdb_internal.node_metrics WHERE name = \'seconds.until.enterprise.license.expiry\'")',
  'case "$seconds" in ""|*[!0-9-]*) ;; *) if [ "$seconds" -gt 2592000 ]; then printf true; else printf false; fi > /result/licenceValid; printf %s "$seconds" > /result/licenceSeconds ;; esac',
].join('\n')

/** The usual failure of renewal: the Secret is new, the process still serves the old certificate. */
export const SERVED_SCRIPT = [
  'set -u',
  'wanted=$(openssl x509 -noout -serial < /certificate/tls.crt) || exit 0',
  'same=true',
  'for host in $LOCAL_HOSTS; do',
  '  served=$(timeout 5 openssl s_client -connect "$host:8080" -servername "$host" </dev/null 2>/dev/null | openssl x509 -noout -serial 2>/dev/null)',
  '  [ -z "$served" ] || [ "$served" = "$wanted" ] || same=false',
  'done',
  'printf %s "$same" > /result/servedCertificateCurrent',
].join('\n')
