import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../engine/model/json.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { hasRecordedCrds } from './testbed/crds.ts'
import { read, verify } from './testbed/openssl.ts'
import { issued, lookAgain, secretOf } from './testbed/pki.ts'
import type { Pod } from './testbed/pod.ts'
import { makePod } from './testbed/pod.ts'
import { API_PORT, apiAddress, hostsFile, jobAddress } from './testbed/regions.ts'
import { podText, run } from './testbed/run-pod.ts'
import type { StretchedVault } from './testbed/stretched-vault.ts'
import { startStretchedVault } from './testbed/stretched-vault.ts'
import { dayOne, initialise, signIntermediate, voters } from './testbed/vault-day-one.ts'
import { whyNoWan } from './testbed/wan.ts'

const why = hasRecordedCrds ? whyNoWan() : 'the recorded CRDs are missing'
if (why !== undefined) process.stderr.write(`database.test.ts is skipped: ${why}\n`)

/** Flags of `cockroach start` that a secure node of a multi-region cluster may have, as its reference (pkg/cli/cliflags) names them. */
const FLAGS = [
  ...['--certs-dir', '--store', '--listen-addr', '--http-addr', '--advertise-addr', '--locality-advertise-addr'],
  ...['--join', '--cache', '--max-sql-memory', '--max-offset', '--log', '--locality'],
  ...['--node-cert-distinguished-name', '--root-cert-distinguished-name'],
]
const CLUSTERS = ['cluster1', 'cluster2', 'cluster3']

/** No binary of CockroachDB is to be had from source: what it would read is checked, and that is all. */
describe.skipIf(why !== undefined)('the database as it is rendered, against the published rules of CockroachDB', () => {
  let bed: StretchedVault
  let pod: Pod
  let flags: ReadonlyMap<string, string>
  const cluster = () => bed.member('cluster1')
  const root = async () =>
    textAt(await cluster().get('v1', 'ConfigMap', 'cockroachdb', 'platform-ca'), 'data', 'ca.crt') ?? ''
  const chainOf = async (name: string) => {
    await issued(cluster(), 'cockroachdb', name, 90_000)
    return (await secretOf(cluster(), 'cockroachdb', name))['tls.crt'] ?? ''
  }

  beforeAll(async () => {
    bed = await startStretchedVault({ members: ['cluster1'] })
    await Promise.all(bed.nodes.map((each) => bed.startNode(each)))
    const token = await initialise(bed)
    await voters(bed, token, 3)
    await dayOne(bed, token)
    await signIntermediate(bed, token)
    await lookAgain(cluster())
    await chainOf('cockroachdb-node')
    pod = await podOf(bed)
  }, 480_000)
  afterAll(async () => await bed?.stop())

  test('admission takes the pod into the restricted namespace', async () => {
    const created = podText('cockroachdb-0', pod.options.template, ['data'])
    await cluster().kubectl(['create', '-n', 'cockroachdb', '--dry-run=server', '-f', '-'], created)
  })

  test('the pod learns its zone with the rights of its own account, and starts with these flags', async () => {
    await cluster().apply(
      {
        ...{ apiVersion: 'v1', kind: 'Node' },
        metadata: { name: 'node', labels: { 'topology.kubernetes.io/zone': 'us-east-1b' } },
      },
      { manager: 'test' },
    )
    await run(await pod.launch('zone'))
    const binary = join(pod.root, 'cockroach/cockroach')
    writeFileSync(binary, '#!/bin/sh\nprintf "%s\\n" "$@"\n')
    chmodSync(binary, 0o755)
    const [verb, ...given] = (await run(await pod.launch('cockroachdb'))).trim().split('\n')
    expect(verb).toBe('start')
    flags = new Map(given.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]))
    expect(given.filter((each) => !FLAGS.includes(each.slice(0, each.indexOf('='))))).toEqual([])
    expect(flags.get('--locality')).toBe('region=us-east-1,zone=us-east-1b')
    expect(flags.get('--advertise-addr')).toBe(
      'cockroachdb-0.cluster1.cockroachdb.cockroachdb.svc.clusterset.local:26257',
    )
    expect(flags.get('--locality-advertise-addr')).toMatch(/^region=us-east-1@cockroachdb-0\.[a-z.]+:26257$/)
    expect(load(flags.get('--log') ?? '')).toMatchObject({ sinks: { stderr: { redact: true } } })
  })

  test('it joins by nodes of every region', () => {
    const join = (flags.get('--join') ?? '').split(',')
    for (const name of CLUSTERS)
      expect(join.filter((each) => each.includes(`.${name}.`)).length).toBeGreaterThanOrEqual(1)
    expect(new Set(join.map((each) => each.split(':')[1]))).toEqual(new Set(['26257']))
  })

  test('the node certificate is node by its whole subject, and covers every name by which a node is called', async () => {
    const chain = await chainOf('cockroachdb-node')
    expect(`subject=${read(chain).subject}`).toBe(`subject=${flags.get('--node-cert-distinguished-name')}`)
    const called = [
      ...(flags.get('--join') ?? '').split(',').map((each) => each.replace(/:\d+$/, '')),
      ...[0, 1, 2].map((i) => (flags.get('--advertise-addr') ?? '').replace(/-0\./, `-${i}.`).replace(/:\d+$/, '')),
      ...[0, 1, 2].map((i) =>
        (/@(.*):/.exec(flags.get('--locality-advertise-addr') ?? '')?.[1] ?? '').replace(/-0\./, `-${i}.`),
      ),
      ...['cockroachdb-public', 'cockroachdb-public.cockroachdb.svc', 'localhost', 'sql.global.example.com'],
    ]
    for (const purpose of ['sslserver', 'sslclient'] as const)
      for (const host of called)
        expect([host, purpose, verify({ root: await root(), chain, host, purpose })]).toEqual([host, purpose, 'OK'])
    expect(verify({ root: await root(), chain, address: '127.0.0.1' })).toBe('OK')
  })

  test('client certificates are their user by the whole subject, and no server’s', async () => {
    for (const user of ['root', 'isthmusprobe']) {
      const chain = await chainOf(`cockroachdb-client-${user}`)
      expect(read(chain).subject).toBe(`CN=${user}`)
      expect(verify({ root: await root(), chain, purpose: 'sslclient' })).toBe('OK')
      expect(verify({ root: await root(), chain, purpose: 'sslserver' })).not.toBe('OK')
    }
    expect(flags.get('--root-cert-distinguished-name')).toBe('CN=root')
  })

  test('the issuer of nodes signs for no superuser, and that of clients for no node', async () => {
    for (const [issuer, name] of [
      ['crdb-node', 'root'],
      ['crdb-client', 'node'],
      ['crdb-client', 'root'],
    ] as const) {
      const own = `${issuer}-as-${name}`
      const issuerRef = { group: 'cert-manager.io', kind: 'Issuer', name: issuer }
      const spec = { secretName: own, commonName: name, privateKey: { size: 2048 }, usages: ['client auth'], issuerRef }
      await cluster().apply(
        {
          apiVersion: 'cert-manager.io/v1',
          kind: 'Certificate',
          metadata: { name: own, namespace: 'cockroachdb' },
          spec,
        },
        { manager: 'test' },
      )
    }
    await expect.poll(() => refused(bed), { timeout: 60_000 }).toBe(3)
  })

  test('the files have the names that CockroachDB looks for', async () => {
    const volume = listAt(pod.options.template, 'spec', 'volumes').find((each) => textAt(each, 'name') === 'certs')
    const names = listAt(volume, 'projected', 'sources').flatMap((each) =>
      ['secret', 'configMap'].flatMap((kind) => listAt(each, kind, 'items').map((item) => textAt(item, 'path'))),
    )
    expect(names.sort()).toEqual(['ca.crt', 'node.crt', 'node.key'])
    // A key that others may read is refused; 0740 is the most that is allowed where root owns it.
    expect(Number(at(volume, 'projected', 'defaultMode')) & ~0o740).toBe(0)
    const text = JSON.stringify(bed.rendered.objects('database-services-cluster1').map(({ object }) => object))
    expect(text).toContain('--user=root')
    for (const user of ['root', 'isthmusprobe'])
      for (const end of ['crt', 'key']) expect(text).toContain(`"path":"client.${user}.${end}"`)
  })
})

/** Requests of the last test that Vault refused. */
async function refused(bed: StretchedVault): Promise<number> {
  const requests = await bed.member('cluster1').list('cert-manager.io/v1', 'CertificateRequest', 'cockroachdb')
  const ours = requests.filter((each) => (textAt(each, 'metadata', 'name') ?? '').includes('-as-'))
  return new Set(
    ours
      .filter((each) => JSON.stringify(each.status ?? {}).includes('"reason":"Failed"'))
      .map((each) => textAt(each, 'metadata', 'annotations', 'cert-manager.io/certificate-name')),
  ).size
}

async function podOf(bed: StretchedVault): Promise<Pod> {
  const cluster = bed.member('cluster1')
  const set: JsonObject | undefined = await cluster.get('apps/v1', 'StatefulSet', 'cockroachdb', 'cockroachdb')
  const { folder } = bed.platform
  return await makePod({
    ...{ cluster, namespace: 'cockroachdb', name: 'cockroachdb-0', claims: ['data'] },
    template: at(set, 'spec', 'template') ?? null,
    folder: join(folder, 'cockroachdb-0'),
    network: bed.wan.namespace(jobAddress('cluster1')),
    hosts: hostsFile(folder, 'cluster1'),
    apiServer: { host: apiAddress('cluster1'), port: API_PORT },
    binaries: bed.nodes[0]?.pod.options.binaries ?? '',
  })
}
