import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { certs } from '../../../policies/certs/index.ts'
import { vault } from '../../../policies/vault/index.ts'
import type { Rendered } from './component-input.ts'
import { find, findAll, inputFor, objectsOf, strings } from './component-input.ts'
import { platforms, RUNS } from './sketches.ts'

/** Audience of tokens, not an address of Vault. */
const API_SERVER = 'kubernetes.default.svc'

/** Every host of an https address in an object, `$(HOSTNAME)` completed for each of its pods. */
function hostsIn(value: Json, pods: number): readonly string[] {
  return strings(value)
    .flatMap((text) =>
      [...text.matchAll(/https:\/\/([^\s"'/:]+(?:\([A-Z]+\))?[^\s"'/:]*)/g)].flatMap(([, host]) => host ?? []),
    )
    .flatMap((host) => Array.from({ length: pods }, (_, i) => host.replace('$(HOSTNAME)', `vault-${i}`)))
}

function isPermitted(name: string, domains: readonly Json[]): boolean {
  return domains.some((domain) => name === domain || name.endsWith(`.${domain}`))
}

const called = (objects: readonly Rendered[], target: string) => [
  find(objects, { kind: 'StatefulSet', target }),
  ...findAll(objects, { kind: 'CronJob', target }),
  ...findAll(objects, { kind: 'KubernetesAuthEngineRole', target }),
]

test('every host by which anybody calls Vault is in the listener certificate', () => {
  fc.assert(
    fc.property(platforms, ({ sketch, settings }) => {
      const objects = objectsOf(vault.expand(inputFor(vault, sketch, settings)))
      const issuers = objectsOf(certs.expand(inputFor(certs, sketch)))
      for (const { name } of sketch.regions) {
        const names = new Set(
          listAt(find(objects, { kind: 'Certificate', name: 'vault-tls', target: name }).object, 'spec', 'dnsNames'),
        )
        const set = find(objects, { kind: 'StatefulSet', target: name }).object
        const pods = Number(at(set, 'spec', 'replicas'))
        const config =
          textAt(
            find(objects, { kind: 'ConfigMap', name: 'vault-config', target: name }).object,
            'data',
            'vault.hcl',
          ) ?? ''
        const served = [...config.matchAll(/leader_tls_servername = "([^"]+)"/g)].flatMap(([, host]) => host ?? [])
        const issuer = find(issuers, { kind: 'ClusterIssuer', name: 'vault-issuer', target: name }).object
        const route = textAt(find(objects, { kind: 'Route', target: name }).object, 'spec', 'host') ?? ''
        const probed = findAll(objects, { kind: 'CronJob', name: 'vault-probe', target: name }).flatMap((each) =>
          strings(each.object)
            .filter((text) => text.includes('.svc.clusterset.local'))
            .flatMap((text) => text.split(' ')),
        )
        const all = [
          ...called(objects, name).flatMap((each) => hostsIn(each.object, pods)),
          ...hostsIn(config, 1),
          ...hostsIn(issuer, 1),
          ...served,
          ...probed,
          route,
        ].filter((host) => !host.startsWith('$') && host !== API_SERVER)
        expect(all.filter((host) => !names.has(host))).toEqual([])
        expect(served.length).toBe(names.size - 4)
      }
    }),
    RUNS,
  )
})

test('the name constraints of each intermediate permit every name of the listener certificate', () => {
  fc.assert(
    fc.property(platforms, ({ sketch, settings }) => {
      const objects = objectsOf(vault.expand(inputFor(vault, sketch, settings)))
      const hub = objectsOf(certs.expand(inputFor(certs, sketch)))
      for (const { name } of sketch.regions) {
        const leaf = find(objects, { kind: 'Certificate', name: 'vault-tls', target: name }).object
        const ca = find(hub, { kind: 'Certificate', name: `vault-bootstrap-${name}`, target: 'hub' }).object
        const domains = listAt(ca, 'spec', 'nameConstraints', 'permitted', 'dnsDomains')
        expect(listAt(leaf, 'spec', 'dnsNames').filter((each) => !isPermitted(String(each), domains))).toEqual([])
      }
    }),
    RUNS,
  )
})

test('every cluster of a Vault joins the same nodes, and only the seal differs between configurations', () => {
  fc.assert(
    fc.property(platforms, ({ sketch, settings }) => {
      const objects = objectsOf(vault.expand(inputFor(vault, sketch, settings)))
      const configs = findAll(objects, { kind: 'ConfigMap', name: 'vault-config' }).map(
        (each) => textAt(each.object, 'data', 'vault.hcl') ?? '',
      )
      const withoutSeal = configs.map((text) => text.replace(/seal "[^}]*}/, ''))
      expect(configs.length).toBe(sketch.regions.length)
      expect(new Set(withoutSeal).size).toBe(1)
    }),
    RUNS,
  )
})
