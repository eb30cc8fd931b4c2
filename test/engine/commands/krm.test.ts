import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { paletteFor } from '../../../engine/commands/io.ts'
import { main } from '../../../engine/commands/main.ts'
import { newFolder, write } from './a-shell.ts'

const CONFIG = `functionConfig:
  apiVersion: policy.open-cluster-management.io/v1
  kind: PolicyGenerator
  metadata:
    name: g
    annotations: { config.kubernetes.io/function: "exec: { path: ./isthmus-krm }" }
  policyDefaults: { namespace: hub }
  policies: [{ name: p, manifests: [{ path: m/a.yaml }] }]
`
const ITEM = '  - { apiVersion: v1, kind: Namespace, metadata: { name: there } }\n'
const list = (config: string, items = `items:\n${ITEM}`) =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${items}${config}`

interface Answer {
  readonly kind: string
  readonly items: readonly { kind: string }[]
  readonly results?: readonly { message: string; severity: string }[]
}

const MANIFEST = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n'

async function krm(stdin: string, manifest = MANIFEST) {
  const root = newFolder()
  write(root, 'm/a.yaml', manifest)
  let out = ''
  let err = ''
  const code = await main(['node', 'isthmus', 'krm'], {
    cwd: root,
    env: {},
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    isTerminal: false,
    palette: paletteFor(false),
    now: () => '2026-03-04T05:06:07Z',
    stdin: () => Promise.resolve(stdin),
  })
  return { code, err, answer: load(out === '' ? '{}' : out) as Answer }
}

test('a ResourceList comes back with what was in it and what the generator makes', async () => {
  const { code, err, answer } = await krm(list(CONFIG))
  expect([code, err, answer.kind]).toEqual([0, '', 'ResourceList'])
  expect(answer.items.map((each) => each.kind)).toEqual(['Namespace', 'Policy', 'Placement', 'PlacementBinding'])
  expect(answer.results).toBeUndefined()
})

test('templates are linted, and the build goes on', async () => {
  const { code, answer } = await krm(
    list(CONFIG),
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: "{{ nosuch }}" }\n',
  )
  expect([code, answer.items.length]).toEqual([0, 4])
  expect(answer.results?.map((each) => `${each.message.split(':')[0]} ${each.severity}`)).toEqual([
    'template/function warning',
  ])
})

test('what is wrong fails the build, as results and on standard error', async () => {
  const { code, err, answer } = await krm(list(CONFIG.replace('m/a.yaml', '../m.yaml'), 'items: []\n'))
  expect([code, err.includes('generator/refused-path')]).toEqual([2, true])
  expect(answer.items).toEqual([])
  expect(answer.results?.map((each) => each.severity)).toEqual(['error'])
})

test.each([
  ['nothing', ''],
  ['no ResourceList', 'kind: Policy\n'],
  ['no functionConfig', list('')],
  ['no YAML', 'kind: [\n'],
])('%s on standard input is refused', async (_, stdin) => {
  const { code, err } = await krm(stdin)
  expect([code, err.includes('krm/resource-list')]).toEqual([1, true])
})
