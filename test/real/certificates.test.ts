import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { hasRecordedCrds } from './testbed/crds.ts'
import type { Report } from './testbed/judge.ts'
import { drift, evaluate, merge } from './testbed/judge.ts'
import { read, verify } from './testbed/openssl.ts'
import type { Pki } from './testbed/pki.ts'
import { certificateOf, conditionOf, issued, renew, secretOf, startPki } from './testbed/pki.ts'
import type { Platform } from './testbed/platform.ts'
import { startPlatform } from './testbed/platform.ts'
import { until } from './testbed/process.ts'
import type { Rendered } from './testbed/rendered.ts'
import { render } from './testbed/rendered.ts'

const MEMBERS = ['cluster1', 'cluster2', 'cluster3']

describe.skipIf(!hasRecordedCrds)('certificates of the platform, issued by cert-manager on each member', () => {
  let platform: Platform
  let rendered: Rendered
  let pki: Pki
  const member = (name: string) => platform.members.get(name) ?? expect.fail(name)
  const rootOf = async (name: string) =>
    textAt(await member(name).get('v1', 'ConfigMap', 'vault', 'platform-ca'), 'data', 'ca.crt') ?? ''
  const listener = (name: string) => secretOf(member(name), 'vault', 'vault-tls')

  beforeAll(async () => {
    platform = await startPlatform({ members: MEMBERS })
    rendered = await render(`${platform.folder}/desired`)
    merge(rendered)
    pki = await startPki({ platform, rendered, policies: ['vault', 'database', 'database-certs'] })
    await Promise.all(MEMBERS.map((name) => issued(member(name), 'vault', 'vault-tls')))
  })
  afterAll(async () => {
    await pki?.stop()
    await platform?.stop()
  })

  test('one root, whose key no member has; each member has an intermediate of its own', async () => {
    const root = await secretOf(platform.hub, 'cert-manager', 'root-ca')
    expect(verify({ root: root['tls.crt'] ?? '', chain: root['tls.crt'] ?? '' })).toBe('OK')
    expect(read(root['tls.crt'] ?? '')).toMatchObject({ hours: 87_600, subject: 'CN=example.com platform root' })
    const held = new Set<string>()
    for (const name of MEMBERS) {
      expect(await rootOf(name)).toBe(root['tls.crt'])
      const intermediate = await secretOf(member(name), 'vault', 'vault-bootstrap-ca')
      const said = read(intermediate['tls.crt'] ?? '')
      expect(said).toMatchObject({ hours: 17_520, subject: `CN=vault-bootstrap-${name}` })
      expect(said.text).toMatch(/CA:TRUE/)
      expect(verify({ root: root['tls.crt'] ?? '', chain: intermediate['tls.crt'] ?? '' })).toBe('OK')
      held.add(intermediate['tls.key'] ?? '')
      const secrets = JSON.stringify(await member(name).list('v1', 'Secret'))
      expect(secrets).not.toContain(Buffer.from(root['tls.key'] ?? '').toString('base64'))
    }
    expect(held.size).toBe(3)
    expect((await evaluate(rendered, 'certs-root-health', platform.hub)).compliant).toBe('Compliant')
  })

  test.each(MEMBERS)('the listener of %s verifies from every region, by every name that is called', async (name) => {
    const { 'tls.crt': chain = '', 'ca.crt': signer = '' } = await listener(name)
    for (const from of MEMBERS) {
      const root = await rootOf(from)
      for (const host of called(rendered)) expect(verify({ root, chain, host, purpose: 'sslserver' }), host).toBe('OK')
      expect(verify({ root, chain, address: '127.0.0.1', purpose: 'sslclient' })).toBe('OK')
      expect(verify({ root, chain, host: 'vault-3.cluster1.vault-internal.vault.svc.clusterset.local' })).not.toBe('OK')
    }
    // What is handed out beside the certificate is the root, by which every region can be trusted, not the intermediate.
    expect(signer).toBe(await rootOf(name))
  })

  test('lives as long as asked, and each region renews a day before the next', async () => {
    const starts = await Promise.all(
      MEMBERS.map(async (name) => {
        const certificate = await certificateOf(member(name), 'vault', 'vault-tls')
        const { 'tls.crt': chain = '' } = await listener(name)
        expect(read(chain).hours).toBe(2160)
        const [end, renewal] = ['notAfter', 'renewalTime'].map((key) =>
          Date.parse(textAt(certificate, 'status', key) ?? ''),
        )
        return ((end ?? 0) - (renewal ?? 0)) / 3_600_000
      }),
    )
    expect(starts).toEqual([720, 744, 768])
  })

  test('an intermediate signs for no other names: clients refuse what it issues', async () => {
    const where = member('cluster1')
    const base = await certificateOf(where, 'vault', 'vault-tls')
    const { issuerRef = null } = (at(base, 'spec') ?? {}) as Record<string, Json>
    await where.apply(
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'foreign', namespace: 'vault' },
        spec: { secretName: 'foreign', dnsNames: ['bank.example.org'], issuerRef },
      },
      { manager: 'test' },
    )
    const { 'tls.crt': chain = '' } = await secretOf(where, 'vault', 'foreign')
    expect(verify({ root: await rootOf('cluster1'), chain, host: 'bank.example.org' })).toContain('permitted subtree')
    await where.remove('cert-manager.io/v1', 'Certificate', 'vault', 'foreign')
  })

  test('a renewal gives a new serial and key, and nothing else changes', async () => {
    const before = await listener('cluster1')
    await renew(member('cluster1'), 'vault', 'vault-tls')
    const after = await until('a new certificate', 30_000, async () => {
      const now = await listener('cluster1')
      return now['tls.crt'] === before['tls.crt'] ? undefined : now
    })
    await issued(member('cluster1'), 'vault', 'vault-tls')
    const [old, fresh] = [read(before['tls.crt'] ?? ''), read(after['tls.crt'] ?? '')]
    expect(fresh.serial).not.toBe(old.serial)
    expect(after['tls.key']).not.toBe(before['tls.key'])
    expect({ ...fresh, serial: '', text: usages(fresh.text) }).toEqual({ ...old, serial: '', text: usages(old.text) })
    const verdict = await evaluate(rendered, 'vault-health-cluster1', member('cluster1'))
    expect(verdict.text).toContain('certificates [vault-tls] found as specified')
  })

  test('a wrong reference is seen by the health policies at that certificate, and nowhere else', async () => {
    const where = member('cluster2')
    const before = said(await drift(rendered, platform))
    const wanted = await certificateOf(where, 'vault', 'vault-tls')
    const reference = (name: string) => ({ spec: { issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name } } })
    await where.mergePatch(wanted, reference('vault-botstrap'), 'kubectl-edit')
    await until(
      'the certificate not to be ready',
      30_000,
      async () => conditionOf(await certificateOf(where, 'vault', 'vault-tls'), 'Ready') === 'False',
    )
    const after = said(await drift(rendered, platform))
    expect(after.filter((each) => !before.includes(each)).map((each) => each.split(' | ').slice(0, 3))).toEqual([
      ['drift', 'cluster2', 'vault-cluster2'],
      ['unhealthy', 'cluster2', 'certs-health'],
      ['unhealthy', 'cluster2', 'vault-health-cluster2'],
    ])
    for (const each of after.filter((line) => !before.includes(line))) expect(each).toContain('vault-tls')
    await where.mergePatch(wanted, reference('vault-bootstrap'), 'kubectl-edit')
    await issued(where, 'vault', 'vault-tls')
    expect(said(await drift(rendered, platform))).toEqual(before)
  })
})

function usages(text: string): string {
  return /X509v3 Key Usage[\s\S]*?X509v3 Authority/.exec(text)?.[0] ?? ''
}

/** Every name by which somebody calls Vault, read from what is rendered for those who call. */
function called(rendered: Rendered): readonly string[] {
  const policies = MEMBERS.flatMap((name) =>
    ['vault', 'vault-services', 'certs-issuers', 'database-certs'].map((each) => `${each}-${name}`),
  )
  const text = JSON.stringify([...policies, 'vault-config-cluster1'].map((each) => rendered.objects(each)))
  const hosts = [...text.matchAll(/https:\/\/([^:/"\\ ]+):8200|(vault-\d[a-z0-9.-]+clusterset\.local)/g)].flatMap(
    (found) => {
      const host = found[1] ?? found[2] ?? ''
      return host.includes('$(HOSTNAME)') ? [0, 1, 2].map((i) => host.replace('$(HOSTNAME)', `vault-${i}`)) : [host]
    },
  )
  const routed = text.match(/"host":"[^"]*"/g)?.map((each) => each.slice(8, -1)) ?? []
  const names = new Set([...hosts.filter((each) => !each.includes('$')), ...routed])
  if (names.size < 11) throw new Error(`only these names were found: ${[...names]}`)
  return [...names]
}

/** A line for each thing that a report names, so that two reports can be compared. */
function said({ drifts, unhealthy }: Report): readonly string[] {
  const lines = [
    ...drifts.map((each) => {
      const clusters = listAt(each, 'clusters').join(',')
      return ['drift', clusters, textAt(each, 'policy'), JSON.stringify(at(each, 'object'))].join(' | ')
    }),
    ...unhealthy.map((each) =>
      ['unhealthy', ...['cluster', 'policy', 'template', 'message'].map((key) => textAt(each, key))].join(' | '),
    ),
  ]
  return lines.sort()
}
