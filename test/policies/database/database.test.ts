import fc from 'fast-check'
import { expect, test } from 'vitest'
import { API_AUDIENCE } from '../../../engine/model/api-audience.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { database } from '../../../policies/database/index.ts'
import { BOOTSTRAP_SCRIPT, PROBE_SCRIPT } from '../../../policies/database/scripts.ts'
import { vault } from '../../../policies/vault/index.ts'
import type { Rendered, Sketch, Wanted } from '../vault/component-input.ts'
import { AWS, find, findAll, inputFor, objectsOf, strings } from '../vault/component-input.ts'
import { platforms, RUNS } from '../vault/sketches.ts'

const FULL: Sketch = { ...AWS, components: { tunnel: {}, certs: {}, vault: {}, loadbalancer: {} } }
const render = (settings: JsonObject = {}, sketch = FULL) =>
  objectsOf(database.expand(inputFor(database, sketch, settings)))

function container(set: Rendered): Json | undefined {
  return at(set.object, 'spec', 'template', 'spec', 'containers', 0)
}

function flag(set: Rendered, name: string): string {
  const found = listAt(container(set), 'args').find((each) => String(each).startsWith(`--${name}=`))
  return String(found ?? '').slice(name.length + 3)
}

const fields: readonly [string, Wanted, readonly (string | number)[], unknown][] = [
  ['replicas', { kind: 'StatefulSet' }, ['spec', 'replicas'], 3],
  [
    'no restart by a merge',
    { kind: 'StatefulSet' },
    ['spec', 'updateStrategy'],
    { type: 'RollingUpdate', rollingUpdate: { partition: 3 } },
  ],
  ['time to drain', { kind: 'StatefulSet' }, ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'], 300],
  [
    'zones apart',
    { kind: 'StatefulSet' },
    ['spec', 'template', 'spec', 'topologySpreadConstraints', 0, 'whenUnsatisfiable'],
    'DoNotSchedule',
  ],
  [
    'nodes of their own',
    { kind: 'StatefulSet' },
    ['spec', 'template', 'spec', 'nodeSelector', 'workload'],
    'cockroachdb',
  ],
  ['unready names', { kind: 'Service', name: 'cockroachdb' }, ['spec', 'publishNotReadyAddresses'], true],
  ['SQL from outside', { kind: 'Service', name: 'cockroachdb-global' }, ['spec', 'type'], 'LoadBalancer'],
  ['budget', { kind: 'PodDisruptionBudget' }, ['spec', 'maxUnavailable'], 1],
  ['kept volumes', { kind: 'StorageClass' }, ['reclaimPolicy'], 'Retain'],
  ['CSI driver', { kind: 'StorageClass' }, ['provisioner'], 'ebs.csi.aws.com'],
  ['common name of nodes', { kind: 'Certificate', name: 'cockroachdb-node' }, ['spec', 'commonName'], 'node'],
  [
    'short life of the administrator',
    { kind: 'Certificate', name: 'cockroachdb-client-root' },
    ['spec', 'duration'],
    '24h',
  ],
]

test.each(fields)('%s', (_, wanted, path, value) => {
  const objects = render()
  for (const target of ['cluster1', 'cluster2', 'cluster3'])
    expect(at(find(objects, { ...wanted, target }).object, ...path)).toEqual(value)
})

test('monitoring reads each node once, whatever Services lead to it', () => {
  for (const target of ['cluster1', 'cluster2', 'cluster3']) {
    const selector = at(find(render(), { kind: 'ServiceMonitor', target }).object, 'spec', 'selector', 'matchLabels')
    const read = findAll(render(), { kind: 'Service', target }).filter(({ object }) =>
      Object.entries(selector as JsonObject).every(([key, value]) => at(object, 'metadata', 'labels', key) === value),
    )
    expect(read.map(({ object }) => textAt(object, 'metadata', 'name'))).toEqual(['cockroachdb'])
  }
})

test('a new template comes to the nodes when the environment lowers the partition', () => {
  const partition = (settings: JsonObject) =>
    at(find(render(settings), { kind: 'StatefulSet' }).object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')
  expect([
    partition({ replicasPerCluster: 5 }),
    partition({ updatePartition: 2 }),
    partition({ updatePartition: 0 }),
  ]).toEqual([5, 2, 0])
})

const classes: readonly [NonNullable<Sketch['regions'][number]['cloud']>, string | undefined][] = [
  ['aws', 'ebs.csi.aws.com'],
  ['azure', 'disk.csi.azure.com'],
  ['gcp', 'pd.csi.storage.gke.io'],
  ['other', undefined],
]

test.each(classes)('storage on %s', (cloud, driver) => {
  const objects = render({}, { ...FULL, regions: [{ name: 'c1', cloud }] })
  expect(findAll(objects, { kind: 'StorageClass' }).map((each) => textAt(each.object, 'provisioner'))).toEqual(
    driver === undefined ? [] : [driver],
  )
  const claim = at(
    find(objects, { kind: 'StatefulSet' }).object,
    'spec',
    'volumeClaimTemplates',
    0,
    'spec',
    'storageClassName',
  )
  expect(claim).toBe(driver === undefined ? undefined : 'cockroach-fast')
})

test.each([
  ['aws', 'nlb'],
  ['gcp', undefined],
] as const)('SQL on %s comes through a balancer whose addresses stay', (cloud, type) => {
  const objects = render({}, { ...FULL, regions: [{ name: 'c1', cloud }] })
  const { object } = find(objects, { kind: 'Service', name: 'cockroachdb-global' })
  expect(textAt(object, 'metadata', 'annotations', 'service.beta.kubernetes.io/aws-load-balancer-type')).toBe(type)
})

test('a node knows its region, its zone, and nodes of every region to join', () => {
  const set = find(render({ replicasPerCluster: 5 }), { kind: 'StatefulSet', target: 'cluster2' })
  const join = flag(set, 'join').split(',')
  expect(join).toHaveLength(9)
  for (const cluster of ['cluster1', 'cluster2', 'cluster3']) {
    expect(
      join.filter((each) => each.includes(`.${cluster}.cockroachdb.cockroachdb.svc.clusterset.local:26257`)),
    ).toHaveLength(3)
  }
  expect(listAt(container(set), 'env')).toContainEqual({ name: 'REGION', value: 'us-east-2' })
  expect(flag(set, 'advertise-addr')).toBe('$(HOSTNAME).cluster2.cockroachdb.cockroachdb.svc.clusterset.local:26257')
  expect(
    strings(container(set) ?? null).some((each) =>
      each.includes('--locality="region=$REGION,zone=$(cat /locality/zone)"'),
    ),
  ).toBe(true)
})

test('memory and volumes have a unit: without one they are bytes', () => {
  expect(() => render({ resources: { memory: '16' } })).toThrow('schema')
  expect(() => render({ storage: { size: '100' } })).toThrow('schema')
})

test('nothing is started without certificates', () => {
  const text = JSON.stringify(render().map((each) => each.object))
  expect(text).not.toMatch(/--insecure|accept-sql-without-tls|insecureSkipVerify|tls-skip-verify/)
})

test('every host by which a node is called is in its certificate, and Vault may sign it', () => {
  fc.assert(
    fc.property(platforms, ({ sketch, settings }) => {
      const objects = render(settings, sketch)
      const role = find(objectsOf(vault.expand(inputFor(vault, sketch))), {
        kind: 'PKISecretEngineRole',
        name: 'crdb-node',
      }).object
      const domains = listAt(role, 'spec', 'allowedDomains').map(String)
      for (const { name } of sketch.regions) {
        const leaf = find(objects, { kind: 'Certificate', name: 'cockroachdb-node', target: name }).object
        const names = listAt(leaf, 'spec', 'dnsNames').map(String)
        const set = find(objects, { kind: 'StatefulSet', target: name })
        const pods = Array.from({ length: Number(at(set.object, 'spec', 'replicas')) }, (_, i) => `cockroachdb-${i}`)
        const own = [flag(set, 'advertise-addr'), flag(set, 'locality-advertise-addr').split('@')[1] ?? '']
        const called = [
          ...flag(set, 'join').split(','),
          ...own.flatMap((each) => pods.map((pod) => each.replace('$(HOSTNAME)', pod))),
        ]
        expect(called.map((each) => each.split(':')[0] ?? '').filter((host) => !names.includes(host))).toEqual([])
        const mayNot = names.filter(
          (host) => host !== 'localhost' && !domains.some((domain) => host === domain || host.endsWith(`.${domain}`)),
        )
        expect(mayNot).toEqual([])
      }
    }),
    RUNS,
  )
})

test('each identity has an issuer and an account of its own', () => {
  const objects = render({ applications: ['shop'] })
  const issuers = findAll(objects, { kind: 'Issuer', target: 'cluster1' })
  const accounts = issuers.map((each) =>
    textAt(each.object, 'spec', 'vault', 'auth', 'kubernetes', 'serviceAccountRef', 'name'),
  )
  const [plain, withAudience] = [accounts.slice(0, 3), accounts.slice(3)]
  expect(plain).toEqual(['crdb-node-issuer', 'crdb-root-issuer', 'crdb-client-issuer'])
  expect(withAudience).toEqual(plain)
  for (const each of issuers.slice(3)) {
    const asked = listAt(each.object, 'spec', 'vault', 'auth', 'kubernetes', 'serviceAccountRef', 'audiences')
    expect(asked).toEqual([API_AUDIENCE.text])
    expect(each.draft.complianceType).toBe('mustonlyhave')
  }
  const byIssuer = findAll(objects, { kind: 'Certificate', target: 'cluster1' }).map((each) => [
    textAt(each.object, 'spec', 'commonName'),
    textAt(each.object, 'spec', 'issuerRef', 'name'),
  ])
  expect(byIssuer).toEqual(
    expect.arrayContaining([
      ['node', 'crdb-node'],
      ['root', 'crdb-root'],
      ['shop', 'crdb-client'],
    ]),
  )
})

test('the SQL job of a cluster that is no longer the primary is taken away, since nothing is pruned', () => {
  const jobs = findAll(render({ primary: 'cluster3' }), { kind: 'CronJob', name: 'cockroachdb-sql' })
  expect(jobs.map(({ target, draft }) => [target, draft.complianceType])).toEqual([
    ['cluster1', 'mustnothave'],
    ['cluster2', 'mustnothave'],
    ['cluster3', 'musthave'],
  ])
})

test('the administrator’s certificate is used by one job in one cluster', () => {
  const users = render({ primary: 'cluster3' }).filter(
    (each) =>
      textAt(each.object, 'kind') !== 'Certificate' && JSON.stringify(each.object).includes('cockroachdb-client-root'),
  )
  expect(
    users.map((each) => [each.target, textAt(each.object, 'kind'), textAt(each.object, 'metadata', 'name')]),
  ).toEqual([['cluster3', 'CronJob', 'cockroachdb-sql']])
})

function statements(settings: JsonObject, sketch = FULL, file = 'bootstrap.sql'): string {
  return (
    textAt(find(render(settings, sketch), { kind: 'ConfigMap', name: 'cockroachdb-sql' }).object, 'data', file) ?? ''
  )
}

test('initialisation says how: by a copy of the job that has the certificate and may speak to the nodes', () => {
  const [policy] = database
    .expand(inputFor(database, FULL, { primary: 'cluster2' }))
    .filter((each) => each.name === 'database-actions')
  const init = policy?.templates.find((each) => each.name === 'init')
  const text = init?.kind === 'configuration' ? String(init.customMessage?.noncompliant) : ''
  const patch: unknown = JSON.parse(/ -p '([^']+)'/.exec(text)?.[1] ?? '')
  const host = 'cockroachdb-0.cluster2.cockroachdb.cockroachdb.svc.clusterset.local:26257'
  const value = ['cockroach', 'init', '--certs-dir=/certs', `--host=${host}`]
  expect(patch).toEqual([{ op: 'replace', path: '/spec/template/spec/containers/0/command', value }])
  expect(text).toContain('--from=cronjob/cockroachdb-sql')
  const job = find(render({ primary: 'cluster2' }), { kind: 'CronJob', name: 'cockroachdb-sql', target: 'cluster2' })
  const [container] = listAt(job.object, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers')
  expect(listAt(container, 'volumeMounts')).toContainEqual({ name: 'certs', mountPath: '/certs', readOnly: true })
})

test('databases learn all regions and survive one', () => {
  const settings = { databases: ['shop'], primary: 'cluster2', applications: ['web'] }
  const users = statements(settings)
  expect(users).toContain('CREATE USER IF NOT EXISTS "web";')
  expect(users).not.toContain('ALTER DATABASE')
  const sql = statements(settings, FULL, 'regions-shop.sql')
  expect(sql.split('\n')[0]).toBe('SET override_multi_region_zone_config = true;')
  expect(sql).toContain('ALTER DATABASE "shop" SET PRIMARY REGION "us-east-2";')
  expect(sql).toContain('ALTER DATABASE "shop" ADD REGION IF NOT EXISTS "us-east-1";')
  expect(sql).toContain('ALTER DATABASE "shop" SURVIVE REGION FAILURE;')
  expect(users + sql).not.toMatch(/password/i)
  expect(sql).not.toContain('num_replicas')
})

test('a database or a user may be called by a word of SQL', () => {
  const settings = { databases: ['order'], applications: ['user'] }
  expect(statements(settings).split('\n')).toEqual(
    expect.arrayContaining([
      'CREATE USER IF NOT EXISTS "user";',
      'CREATE DATABASE IF NOT EXISTS "order";',
      'GRANT CONNECT ON DATABASE "order" TO isthmusprobe;',
    ]),
  )
  const files = [statements(settings, FULL, 'regions-order.sql'), BOOTSTRAP_SCRIPT, PROBE_SCRIPT].join('\n')
  const named = [...files.matchAll(/(?:ALTER|FROM|BACKUP) DATABASE (\S+)/g)].map(([, name]) => name)
  expect(named.length).toBeGreaterThan(8)
  for (const each of named) expect(each).toMatch(/^\\?"(order|\$1|\$database)\\?"/)
})

test('a region and a node take nine replicas over three regions', () => {
  const sketch: Sketch = { ...FULL, survive: 'region+node' }
  expect(statements({}, sketch, 'regions-defaultdb.sql')).toContain('num_replicas = 9, num_voters = 9')
  const job = find(render({}, sketch), { kind: 'CronJob', name: 'cockroachdb-sql' }).object
  const env = listAt(job, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'env')
  expect(env).toContainEqual({ name: 'VOTERS', value: '9' })
})

test('what every database needs survives a region and a node as well', () => {
  const system = ['RANGE default', 'RANGE meta', 'RANGE liveness', 'RANGE system', 'DATABASE system']
  const nine = statements({}, { ...FULL, survive: 'region+node' }, 'replicas.sql')
  for (const each of system) expect(nine).toContain(`ALTER ${each} CONFIGURE ZONE USING num_replicas = 9;`)
  const five = statements({ replicasPerCluster: 1 }, { ...regions(5), survive: 'region+node' }, 'replicas.sql')
  expect(five).toContain('ALTER RANGE default CONFIGURE ZONE USING num_replicas = 5;')
  expect(statements({}, FULL, 'replicas.sql')).toBe('')
  expect(statements({}, { ...FULL, survive: 'region+node' })).not.toContain('CONFIGURE ZONE')
})

const SHARED: Sketch = {
  ...FULL,
  regions: [...FULL.regions, { name: 'cluster4', region: 'us-east-1' }],
  survive: 'region+node',
}

test('a region of two clusters is one region to the replicas', () => {
  expect(statements({}, SHARED, 'regions-defaultdb.sql')).toContain('num_voters = 9')
  expect(check({ replicationFactor: 7 }, SHARED)).toContainEqual(
    expect.objectContaining({ rule: 'database/replication-factor' }),
  )
})

test('nodes of one region count together, whichever cluster they are in', () => {
  const settings = { replicas: { cluster1: 2, cluster4: 1 } }
  expect(check(settings, SHARED).filter((each) => each.rule === 'database/nodes-per-region')).toEqual([])
  expect(check({}, regions(2)).filter((each) => each.rule === 'database/nodes-per-region')).toEqual([])
})

test('in a region of two clusters no node goes by its local name, which the other cluster has as well', () => {
  const objects = render({}, SHARED)
  const local = (target: string) => flag(find(objects, { kind: 'StatefulSet', target }), 'locality-advertise-addr')
  expect(['cluster1', 'cluster4'].map(local)).toEqual(['', ''])
  expect(local('cluster2')).toMatch(/^region=us-east-2@/)
})

test('peers of the other clusters are let in by address', () => {
  const peers = find(render(), { kind: 'NetworkPolicy', name: 'cockroachdb-peers', target: 'cluster1' }).object
  expect(listAt(peers, 'spec', 'ingress', 0, 'from').flatMap((each) => textAt(each, 'ipBlock', 'cidr') ?? [])).toEqual([
    '10.132.0.0/14',
    '10.136.0.0/14',
  ])
})

test('nodes that write backups reach what gives them the identity of their machine, and no others do', () => {
  const reach = (settings: JsonObject, sketch = FULL) =>
    findAll(render(settings, sketch), { kind: 'NetworkPolicy', name: 'cockroachdb-egress' }).map((each) =>
      listAt(each.object, 'spec', 'egress').filter((rule) => JSON.stringify(rule).includes('169.254.169.254')),
    )
  const rule = { to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: [{ protocol: 'TCP', port: 80 }] }
  expect(reach({})).toEqual([[rule], [rule], [rule]])
  expect(reach({ backups: { enabled: false } })).toEqual([[], [], []])
  expect(reach({}, { ...FULL, regions: [{ name: 'c1', cloud: 'other' }] })).toEqual([[]])
})

const check = (settings: JsonObject, sketch: Sketch = FULL) => database.check(inputFor(database, sketch, settings))
const regions = (count: number, more: Partial<Sketch['regions'][number]> = {}): Sketch => ({
  regions: Array.from({ length: count }, (_, i) => ({ name: `c${i}`, region: `r${i}`, ...more })),
})

test('the reference has nothing to say', () => {
  expect(check({})).toEqual([])
  expect(check({}, { ...AWS, survive: 'region+node' })).toEqual([])
  expect(check({ replicasPerCluster: 1 }, regions(5)).filter((each) => each.severity === 'error')).toEqual([])
})

test('over two regions no number of replicas is said to survive one', () => {
  const found = check({ replicationFactor: 5 }, { ...regions(2), survive: 'region+node' })
  expect(found.map((each) => each.rule)).toContain('database/survival-goal')
  expect(found.filter((each) => /27/.test(`${each.message} ${each.hint}`))).toEqual([])
})

const faults: readonly [string, JsonObject, Sketch, string, string][] = [
  ['two regions', {}, regions(2), 'database/quorum-region', '/spec/components/database/replicasPerCluster'],
  [
    'a goal that two regions cannot give',
    {},
    regions(2),
    'database/survival-goal',
    '/spec/components/database/survivalGoal',
  ],
  [
    'a goal that loses a region',
    { survivalGoal: 'zone' },
    AWS,
    'database/survival-goal',
    '/spec/components/database/survivalGoal',
  ],
  [
    'five replicas for a region and a node',
    { replicationFactor: 5 },
    { ...AWS, survive: 'region+node' },
    'database/replication-factor',
    '/spec/components/database/replicationFactor',
  ],
  [
    'one node for two replicas',
    { replicasPerCluster: 1 },
    AWS,
    'database/nodes-per-region',
    '/spec/components/database/replicasPerCluster',
  ],
  ['a region of nine', { replicas: { cluster1: 9 } }, AWS, 'database/balance', '/spec/components/database/replicas'],
  [
    'a cluster that is not there',
    { replicas: { x: 1 } },
    AWS,
    'database/unknown-cluster',
    '/spec/components/database/replicas/x',
  ],
  ['one zone', {}, regions(3, { zones: 1 }), 'database/zones', '/spec/clusters/0/zones'],
  [
    'a writer that is not there',
    { primary: 'x' },
    AWS,
    'database/primary-unknown',
    '/spec/components/database/primary',
  ],
  ['a long way', { roundTripMs: 151 }, AWS, 'database/round-trip', '/spec/components/database/roundTripMs'],
  [
    'the tutorial’s renewal',
    { certificate: { duration: '168h', renewBefore: '1h' } },
    AWS,
    'database/certificate-renewal',
    '/spec/components/database/certificate/renewBefore',
  ],
  [
    'an outage of the issuer that the certificates component tolerates',
    {},
    { ...AWS, components: { certs: { toleratedIssuerOutage: '233h' } } },
    'database/certificate-renewal',
    '/spec/components/database/certificate/renewBefore',
  ],
  [
    'renewal without end',
    { certificate: { duration: '250h', renewBefore: '240h' } },
    AWS,
    'database/certificate-renewal',
    '/spec/components/database/certificate/duration',
  ],
  ...['node', 'root', 'admin', 'isthmusprobe'].map((name): (typeof faults)[number] => [
    `an application called ${name}`,
    { applications: ['shop', name] },
    AWS,
    'database/reserved-user',
    '/spec/components/database/applications/1',
  ]),
  [
    'a region with a comma',
    {},
    regions(3, { region: 'east,zone=x' }),
    'database/region-name',
    '/spec/clusters/0/region',
  ],
  [
    'a base domain beyond all names',
    {},
    { ...AWS, base: `${`${'a'.repeat(60)}.`.repeat(4)}example.com` },
    'database/host-too-long',
    '/spec/clusters',
  ],
]

test('an outage that the renewal just bears is none', () => {
  expect(check({}, { ...AWS, components: { certs: { toleratedIssuerOutage: '232h' } } })).toEqual([])
})

test.each(faults)('%s', (_, settings, sketch, rule, pointer) => {
  expect(check(settings, sketch)).toContainEqual(expect.objectContaining({ rule, pointer }))
})
