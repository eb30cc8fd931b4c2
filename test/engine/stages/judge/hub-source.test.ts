import { expect, test } from 'vitest'
import { desiredFromHub } from '../../../../engine/stages/judge/hub-source.ts'
import { aRendered, configMap, rootPolicy, template } from './status-a-hub.ts'

test.each([
  ['{{hub fromSecret "pki" "root" "ca.crt" hub}}', 'Secret pki/root'],
  ['{{hub (fromSecret "pki" "root" "ca.crt") | base64dec | toLiteral hub}}', 'Secret pki/root'],
  ['{{hub copySecretData "" "creds" hub}}', 'Secret isthmus-gdw/creds'],
  ['{{hub or (fromConfigMap "" "gdw-inputs" "zone") (fail "no zone") hub}}', 'ConfigMap isthmus-gdw/gdw-inputs'],
  ['{{ fromSecret "vault" "own" "key" }}', undefined],
  ['{{hub .ManagedClusterName hub}} and fromSecret "a" "b" in words', undefined],
  ['plain', undefined],
])('%s is read from %s', (value, expected) => {
  const policy = rootPolicy('shop', [template({ name: 'settings', objects: [configMap('settings', { value })] })])
  const [found] = aRendered([policy], ['c1']).policies
  if (!found) throw new Error('nothing was rendered')
  const definition = '/spec/policy-templates/0/objectDefinition/spec/object-templates/0/objectDefinition'
  const object = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' }
  const difference = { object, change: 'different', fields: [], patch: [], observed: undefined, template: '' } as const
  const raw = { cluster: 'c1', policy: found, template: 'settings', severity: 'high', difference, definition }
  expect(desiredFromHub(raw).desiredFrom).toBe(expected)
})
