import { expect, test } from 'vitest'
import { globalHosts } from '../../../../engine/model/global-hosts.ts'
import type { Loose } from './a-repository.ts'
import { aLooseEnvironment, runEnvironment } from './a-repository.ts'

function withSettings(settings: Readonly<Record<string, Loose>>) {
  const environment = aLooseEnvironment()
  const spec = environment.spec as Loose
  const components = spec.components as Loose
  for (const [name, more] of Object.entries(settings)) components[name] = { ...(components[name] as Loose), ...more }
  return runEnvironment(environment)
}

test.each<[string, Readonly<Record<string, Loose>>, readonly string[]]>([
  ['the console under the host of Vault', { database: { host: 'vault' } }, ['host: vault']],
  ['the console under the name for SQL', { database: { host: 'sql' } }, ['loadbalancer: {}']],
  [
    'an application under the host of Vault',
    { loadbalancer: { provider: 'external-dns', hosts: ['vault'] } },
    ['provider: external-dns'],
  ],
  ['hosts of their own', { database: { host: 'console' }, vault: { host: 'secrets' } }, []],
])('%s', (_, settings, wanted) => {
  const { expanded, line } = withSettings(settings)
  const found = expanded.findings.filter((each) => each.rule === 'names/duplicate-host')
  expect(found.map((each) => line(each.file, each.line).trim())).toEqual(wanted)
})

test('the global name of the console is the host of its Route', () => {
  const [environment] = withSettings({ database: { host: 'console' } }).expanded.environments
  const published = environment ? globalHosts(environment.plan.environment).map((each) => each.host) : []
  expect(published).toContain('console.global.example.com')
  expect(JSON.stringify(environment?.plan.policies.map((each) => each.object))).not.toContain('cockroachdb.global')
})
