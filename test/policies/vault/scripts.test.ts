import { expect, test } from 'vitest'
import { shippedCatalog } from '../../../engine/model/catalog.ts'
import { textAt } from '../../../engine/model/json.ts'
import { probeCronJob } from '../../../engine/model/probe.ts'
import { settle } from '../../../engine/model/traced.ts'
import * as database from '../../../policies/database/scripts.ts'
import * as vault from '../../../policies/vault/scripts.ts'
import { parses, runScript } from './shell.ts'

/** Answers like the vault command: three nodes, of which one is sealed, and a fourth that does not answer. */
const VAULT = `case "$*" in
  "status -format=json")
    case "$VAULT_ADDR" in *removed*) removed=true ;; *) removed=false ;; esac
    case "$VAULT_ADDR" in *dark*) exit 1 ;; *removed* | *sealed*) sealed=true ;; *) sealed=false ;; esac
    printf '{\\n  "type": "awskms",\\n  "initialized": %s,\\n  "sealed": %s,\\n  "cluster_id": "%s",\\n  "removed_from_cluster": %s,\\n  "recovery_seal": true\\n}\\n' "$INITIALIZED" "$sealed" "$ID" "$removed"
    [ "$sealed" = false ] || exit 2 ;;
  *login*) [ "$LOGIN" = yes ] && echo token ;;
  *field=healthy*) printf true ;;
  *field=failure_tolerance*) printf 4 ;;
  *field=voters*) printf '[\\n  "a-1",\\n  "a-2",\\n  "b-1"\\n]\\n' ;;
  *sys/audit*) printf '{\\n  "data": {\\n    "file/": {\\n      "path": "file/"\\n    }\\n  }\\n}\\n' ;;
  *accessors*) printf '[\\n  "first",\\n  "second"\\n]\\n' ;;
  *lookup*first*) printf '{\\n  "policies": [\\n    "root"\\n  ]\\n}\\n' ;;
  *lookup*) printf '{\\n  "policies": [\\n    "default"\\n  ]\\n}\\n' ;;
esac`

const ENV = { MOUNT: 'kubernetes-c1', INITIALIZED: 'true', ID: 'one', LOGIN: 'yes', COUNT_ROOT_TOKENS: 'yes' }
const probe = (hosts: string, env: { readonly [name: string]: string } = {}) =>
  runScript('sh', vault.PROBE_SCRIPT, { vault: VAULT }, { ...ENV, ...env, HOSTS: hosts })

test('the probe of Vault counts what it sees', () => {
  expect(probe('a b sealed dark').result).toEqual({
    nodesReached: '3',
    nodesInitialized: '3',
    nodesUnsealed: '2',
    clusterIds: '1',
    initAllowed: 'false',
    autopilotHealthy: 'true',
    failureTolerance: '4',
    voters: '3',
    auditEnabled: 'true',
    rootTokens: '1',
  })
})

test('a peer that was removed is no node any more, though it answers', () => {
  const { result } = probe('a b removed')
  expect([result.nodesReached, result.nodesInitialized, result.nodesUnsealed]).toEqual(['2', '2', '2'])
})

const guards: readonly [string, string, { readonly [name: string]: string }, string][] = [
  ['all answer, none is initialised', 'a b c', { INITIALIZED: 'false', ID: '' }, 'true'],
  ['one does not answer', 'a b dark', { INITIALIZED: 'false', ID: '' }, 'false'],
  ['already initialised', 'a b c', {}, 'false'],
]

test.each(guards)('split-brain guard: %s', (_, hosts, env, allowed) => {
  expect(probe(hosts, env).result.initAllowed).toBe(allowed)
})

test('before Vault lets it in, the probe leaves out what needs a log-in', () => {
  const { result } = probe('a b', { LOGIN: 'no' })
  expect(Object.keys(result).sort()).toEqual([
    'clusterIds',
    'initAllowed',
    'nodesInitialized',
    'nodesReached',
    'nodesUnsealed',
  ])
})

const COCKROACH = `case "$*" in
  *cluster_id*) case "$*" in *dark*) exit 1 ;; esac; printf 'cluster_id\\nid-1\\n' ;;
  *"node status"*) printf 'id\\tlocality\\tis_live\\tranges_unavailable\\tranges_underreplicated\\n1\\tregion=a\\ttrue\\t0\\t2\\n2\\tregion=b\\tfalse\\t0\\t1\\n' ;;
  *"SURVIVAL GOAL"*) printf 'SET\\nsurvival_goal\\nregion\\n' ;;
  *REGIONS*) printf 'SET\\ncount\\n3\\n' ;;
  *expiry*) printf 'SET\\nmax\\n%s\\n' "$SECONDS_LEFT" ;;
esac`

const licences: readonly [string, string][] = [
  ['9999999', 'true'],
  ['1000', 'false'],
]

test.each(licences)('the probe of the database sees a licence of %s seconds', (seconds, valid) => {
  const env = { HOSTS: 'a dark b', DATABASES: 'x y', PROBE_USER: 'isthmusprobe', SECONDS_LEFT: seconds }
  expect(runScript('bash', database.PROBE_SCRIPT, { cockroach: COCKROACH }, env).result).toEqual({
    nodesReached: '2',
    clusterIds: '1',
    liveNodes: '1',
    localities: '2',
    rangesUnavailable: '0',
    rangesUnderReplicated: '3',
    survivalGoals: 'region',
    databaseRegions: '3',
    licenceSeconds: seconds,
    licenceValid: valid,
  })
})

/** Answers like a database with the state of its environment, and prints what is run besides. */
const BOOTSTRAPPED = `case "$*" in
  *'"primary"'*) printf 'region\\n%s\\n' "$HAS_PRIMARY" ;;
  *"FROM CLUSTER"*) printf 'region\\n'; for each in $LIVE_REGIONS; do echo "$each"; done ;;
  *"SHOW REGIONS"*) printf 'region\\n'; for each in $HAS_REGIONS; do echo "$each"; done ;;
  *"SURVIVAL GOAL"*) printf 'survival_goal\\n%s\\n' "$HAS_GOAL" ;;
  *"num_voters = $HAS_VOTERS,"*) printf 'case\\nyes\\n' ;;
  *"ZONE CONFIGURATION"*) printf 'case\\nno\\n' ;;
  *execute*) printf '%s\\n' "$*" ;;
  *) cat ;;
esac`

const AS_PLANNED = {
  LIVE_REGIONS: 'a b c',
  HAS_REGIONS: 'a b c',
  HAS_PRIMARY: 'a',
  HAS_GOAL: 'region',
  HAS_VOTERS: '9',
}

function bootstrap(env: { readonly [name: string]: string }): string {
  const files = { 'bootstrap.sql': 'USERS;\n', 'replicas.sql': 'REPLICAS;\n', 'regions-x.sql': 'REGIONS OF x;\n' }
  const planned = { PRIMARY_REGION: 'a', REGIONS: 'a b c', SURVIVAL_GOAL: 'region', VOTERS: '9', RECURRING: '@hourly' }
  const script = database.BOOTSTRAP_SCRIPT.replaceAll('/sql/', '/result/')
  const ran = runScript('bash', script, { cockroach: BOOTSTRAPPED }, { DATABASES: 'x', ...planned, ...env }, files)
  expect(ran.status).toBe(0)
  return ran.stdout
}

const states: readonly [string, { readonly [name: string]: string }, boolean][] = [
  ['as planned', {}, false],
  ['with a region more', { HAS_REGIONS: 'a b c d' }, false],
  ['new', { HAS_REGIONS: '', HAS_PRIMARY: '', HAS_GOAL: 'NULL', HAS_VOTERS: '3' }, true],
  ['without a region', { HAS_REGIONS: 'a b' }, true],
  ['with a region of a similar name', { HAS_REGIONS: 'a b cc' }, true],
  ['with another primary region', { HAS_PRIMARY: 'b' }, true],
  ['with another goal', { HAS_GOAL: 'zone' }, true],
  ['with the replicas of the goal alone', { HAS_VOTERS: '5' }, true],
]

test.each(states)('regions of a database that is %s are set where they differ', (_, state, sets) => {
  expect(bootstrap({ ...AS_PLANNED, ...state })).toBe(
    sets ? 'USERS;\nREPLICAS;\nREGIONS OF x;\n' : 'USERS;\nREPLICAS;\n',
  )
})

test('regions and replicas wait for the nodes of a region that joins, and users and backups do not', () => {
  const ran = bootstrap({
    ...AS_PLANNED,
    LIVE_REGIONS: 'a b',
    HAS_REGIONS: 'a b',
    HAS_VOTERS: '5',
    BACKUP_URI: 's3://x',
  })
  expect(ran).toContain('USERS;\nno node yet in c: regions, goal and replicas stay as they are\n')
  expect(ran).not.toMatch(/REPLICAS|REGIONS OF/)
  expect(ran).toContain('CREATE SCHEDULE')
})

test('backups are scheduled where there is an address for them', () => {
  expect(bootstrap({ ...AS_PLANNED, BACKUP_URI: "s3://it's" })).toContain("INTO 's3://it''s' RECURRING '@hourly'")
})

test('the writer patches one ConfigMap, and what servers answer cannot leave its quotes', () => {
  const job = { component: 'x', namespace: 'n', name: 'p', labels: {}, readers: [], volumes: [] }
  const cronJob = settle(probeCronJob(job, shippedCatalog)).value
  const script = textAt(cronJob, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'command', 2) ?? ''
  const hostile = { good: '9', bad: '","evil":{"x":"$(touch /x)`id`\n' }
  const { stdout } = runScript('bash', script, { oc: 'printf "%s\\n" "$@"' }, { RESULT: 'p', NAMESPACE: 'n' }, hostile)
  const [patch = ''] = stdout.split('\n').filter((line) => line.startsWith('{'))
  const { data } = JSON.parse(patch) as { data: { [key: string]: string } }
  expect(Object.keys(data).sort()).toEqual(['bad', 'good', 'time'])
  expect(data.good).toBe('9')
  expect(Date.parse(data.time ?? '')).not.toBeNaN()
})

const scripts: readonly [string, 'sh' | 'bash', string][] = [
  ...Object.entries(vault).map(([name, text]): [string, 'sh' | 'bash', string] => [
    name,
    name === 'SERVED_SCRIPT' ? 'bash' : 'sh',
    text,
  ]),
  ...Object.entries(database).map(([name, text]): [string, 'sh' | 'bash', string] => [name, 'bash', text]),
]

test.each(scripts)('%s parses in %s', (_, shell, text) => {
  expect(parses(shell, text)).toBe(true)
})
