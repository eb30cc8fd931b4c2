import { expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { components } from '../../../../policies/index.ts'
import { aRepository, ENVIRONMENT } from '../validate/a-repository.ts'

const SECOND = ENVIRONMENT.replaceAll('gdw', 'two')
  .replaceAll('name: cluster', 'name: other')
  .replaceAll('10.1', '10.2')
  .replaceAll('10.0.0.0/16', '10.200.0.0/16')
  .replaceAll('172.2', '172.1')
const only = (text: string, settings: string) =>
  text.replace(/ {2}components:\n( {4}.*\n)+/, `  components: { certs: ${settings} }\n`)
const placement = (environment: string, action: string) => `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: ${environment} }
spec: { environment: ${environment}, policies: [certs], clusters: { all: true }, remediationAction: ${action} }
`

function found(
  second: string,
  actions: readonly [string, string],
  settings = '{}',
  more: Readonly<Record<string, string>> = {},
): readonly string[] {
  const files = aRepository({
    'environments/gdw.yaml': only(ENVIRONMENT, '{}'),
    'environments/two.yaml': only(second, settings),
    'placements/gdw.yaml': placement('gdw', actions[0]),
    'placements/two.yaml': placement('two', actions[1]),
    ...more,
  })
  return expandAll({ files, findings: [] }, components)
    .findings.filter((each) => each.rule === 'names/shared-on-hub')
    .map((each) => `${each.severity} ${each.file} ${each.message.split(' on the hub ')[0]}`)
}

const ROOT = 'Certificate cert-manager/root-ca'
const OPERATOR = 'operator cert-manager-operator/openshift-cert-manager-operator'
const ELSEWHERE = SECOND.replace('base: example.com', 'base: example.org')

test.each<[string, string, readonly [string, string], string, readonly string[]]>([
  ['one root for both, reported', SECOND, ['inform', 'inform'], '{}', []],
  [
    'one operator for both, enforced',
    SECOND,
    ['enforce', 'enforce'],
    '{}',
    [`warning environments/two.yaml ${OPERATOR}`],
  ],
  ['one operator for both, enforced by one', SECOND, ['enforce', 'inform'], '{}', []],
  ['roots of two names, reported', ELSEWHERE, ['inform', 'enforce'], '{}', [`warning environments/two.yaml ${ROOT}`]],
  [
    'roots of two names, enforced',
    ELSEWHERE,
    ['enforce', 'enforce'],
    '{}',
    [`error environments/two.yaml ${ROOT}`, `warning environments/two.yaml ${OPERATOR}`],
  ],
  [
    'roots of two lives',
    SECOND,
    ['inform', 'inform'],
    '{ rootDuration: 90000h }',
    [`warning environments/two.yaml ${ROOT}`],
  ],
])('%s', (_, second, actions, settings, wanted) => {
  expect([...found(second, actions, settings)].sort()).toEqual([...wanted].sort())
})

test('what two hubs have is each its own', () => {
  const configuration =
    'apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\nhub: { environments: { two: hub-west } }\n'
  expect(found(ELSEWHERE, ['enforce', 'enforce'], '{}', { 'isthmus.yaml': configuration })).toEqual([])
})
