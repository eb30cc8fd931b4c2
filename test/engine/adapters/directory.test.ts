import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { directorySource, readCluster, readObjects } from '../../../engine/adapters/directory.ts'
import { processorTime } from '../../setup/processor-time.ts'

const NOW = '2026-03-04T05:06:07Z'
const configMap = (name: string, value = 'x') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: app\ndata:\n  key: ${value}\n`
const json = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'app' } })
const item = (name: string) =>
  `- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: ${name}\n    namespace: app\n`

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'isthmus-directory-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

async function read(files: Readonly<Record<string, string | Buffer>>) {
  const { objects, problems } = await readObjects(folderWith(files))
  return { names: objects.map((each) => String((each.metadata as { name?: unknown }).name)), problems, objects }
}

const DEEP = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
const BOMB = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
  .split('')
  .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`)
  .join('\n')}\n`

/** Each beside `good.yaml`, which must come through whatever the other file is. */
const faults: readonly (readonly [says: string, file: string, content: string | Buffer, problem: RegExp | null])[] = [
  ['YAML cut in the middle of a flow', 'a.yaml', 'apiVersion: v1\nkind: {', /a\.yaml: is not valid YAML/],
  ['YAML cut in the middle of a word', 'a.yaml', configMap('a').trimEnd(), /may be cut short/],
  ['YAML cut before the name', 'a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n', /ConfigMap without a name/],
  ['JSON cut', 'a.json', '{"kind":"Secret","data":{"password":"hunter2', /a\.json: is not valid JSON/],
  ['an empty file', 'a.yaml', '', /is empty; what wrote it may have failed/],
  ['an alias that names a secret', 'a.yaml', 'password: *hunter2\n', /a\.yaml: is not valid YAML/],
  ['an alias bomb', 'a.yaml', BOMB, /swollen by aliases/],
  ['a circle of aliases', 'a.yaml', 'kind: A\na: &a\n  b: *a\n', /swollen by aliases/],
  ['deep nesting in YAML', 'a.yaml', `${DEEP}\n`, /nest/],
  ['deep nesting in JSON', 'a.json', DEEP, /nested too deep/],
  ['bytes that are no UTF-8', 'a.yaml', Buffer.from([0x61, 0x3a, 0xff, 0xfe, 0x0a]), /is not UTF-8/],
  ['NUL bytes', 'a.yaml', 'a: "\0"\n', /NUL/],
  ['a resource without a kind', 'a.yaml', 'apiVersion: v1\nmetadata: { name: x }\n', /without a kind/],
  ['two objects of one identity', 'a.yaml', configMap('good', 'other'), /ConfigMap app\/good is there twice/],
  ['an unknown tag', 'a.yaml', 'a: !hunter2 b\n', /is not valid YAML/],
  ['the same object twice', 'a.yaml', configMap('good'), null],
  ['JSON in a file of YAML that ends without a line break', 'a.yaml', JSON.stringify(json('a')), null],
  ['JSON after a document of YAML', 'a.yaml', `${configMap('b')}---\n${JSON.stringify(json('a'))}`, null],
  ['a packed file', 'a.yaml.gz', 'x', /a\.yaml\.gz: is packed, not read; unpack it first/],
  ['a packed snapshot', 'must-gather.tar.gz', 'x', /must-gather\.tar\.gz: is packed/],
  ['an object of endless values', 'a.yaml', `kind: A\na:\n${'- \n'.repeat(1_600_000)}`, /more values in one object/],
  ['YAML that is no resource', 'a.yaml', '- 1\n- two\n', null],
  ['text that is no resource', 'readme.md', 'hello', null],
]
test.each(faults)(
  '%s: the rest is read, and what is not is said without quoting it',
  async (_, file, content, says) => {
    const { names, problems } = await read({ [file]: content, 'good.yaml': configMap('good') })
    expect(names).toContain('good')
    expect(problems).toHaveLength(says === null ? 0 : 1)
    if (says !== null) expect(problems[0]).toMatch(says)
    expect(problems.join()).not.toContain('hunter2')
  },
)

test('a list of millions of values with an ampersand in them is read to its end', async () => {
  const values = `  labels: { a: "b && c" }\n  list: [${'0,'.repeat(2000)}]\n`
  const items = Array.from({ length: 1100 }, (_, i) => `${item(`n${i}`)}${values}`)
  const { names, problems } = await read({ 'all.yaml': `apiVersion: v1\nitems:\n${items.join('')}kind: List\n` })
  expect(problems).toEqual([])
  expect(names).toEqual(items.map((_, i) => `n${i}`))
})

test('what there is no memory for is not read, and that is said', async () => {
  const root = folderWith({ 'a.yaml': configMap('a'), 'b.yaml': configMap('b'), 'c.yaml': configMap('c') })
  const { objects, problems } = await readObjects(root, { left: 1000 })
  expect(objects).toHaveLength(2)
  expect(problems).toEqual([expect.stringContaining('b.yaml: more than this process has memory for')])
})

test('one broken document takes no other with it', async () => {
  const { names, problems } = await read({ 'a.yaml': `${configMap('a')}---\na: {\n---\n${configMap('b')}` })
  expect(names).toEqual(['a', 'b'])
  expect(problems).toEqual([expect.stringContaining('a.yaml: is not valid YAML')])
})

test.each([
  ['inside an item', `apiVersion: v1\nitems:\n${item('a')}${item('b')}- apiVersion: "v`],
  ['between two items', `apiVersion: v1\nitems:\n${item('a')}${item('b')}`],
])('a list that was cut %s gives its whole items, and says so', async (_, text) => {
  const { names, problems } = await read({ 'all.yaml': text })
  expect(names).toEqual(['a', 'b'])
  expect(problems.join()).toMatch(/cut short|last whole item/)
})

test.each<[string, string, string]>([
  ['kubectl get -o json', 'a.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [json('a'), json('b')] })],
  ['kubectl get -o yaml', 'a.yaml', `apiVersion: v1\nitems:\n${item('a')}${item('b')}kind: List\n`],
  [
    'kubectl get --raw',
    'a.json',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMapList',
      items: ['a', 'b'].map((name) => ({ metadata: { name, namespace: 'app' } })),
    }),
  ],
  ['a shell of Windows', 'a.yaml', ''],
])('lists as %s writes them', async (how, file, text) => {
  const utf16 = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(`${configMap('a')}---\n${configMap('b')}`, 'utf16le'),
  ])
  const { names, problems, objects } = await read({ [file]: how === 'a shell of Windows' ? utf16 : text })
  expect(names).toEqual(['a', 'b'])
  expect(problems).toEqual([])
  expect(objects.map((each) => each.kind)).toEqual(['ConfigMap', 'ConfigMap'])
})

test('of thousands of broken files the first are named and the rest are counted', async () => {
  const { problems } = await read(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}.yaml`, 'a: {'])))
  expect(problems).toHaveLength(21)
  expect(problems.at(-1)).toBe('and 80 more problems')
})

test('hostile keys are data', async () => {
  const { objects, problems } = await read({
    'a.yaml': `${configMap('a')}  __proto__: { polluted: yes }\n  constructor: c\n`,
    'b.json': `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"},"stringData":{"__proto__":"x"}}`,
  })
  expect(problems).toEqual([])
  expect(Object.keys(objects[0]?.data as object)).toContain('__proto__')
  expect(Object.keys(objects[1]?.data as object)).toEqual(['__proto__'])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('pipes, devices and links are neither read nor waited for', async () => {
  const root = folderWith({ 'c1/good.yaml': configMap('good'), 'c1/sub/x.yaml': configMap('x') })
  execFileSync('mkfifo', [join(root, 'c1/pipe.yaml')])
  symlinkSync('/dev/zero', join(root, 'c1/zero.yaml'))
  symlinkSync('..', join(root, 'c1/sub/loop'))
  symlinkSync('c1', join(root, 'c2'))
  const { clusters } = await directorySource(root).observe(['c1', 'c2', '../etc', 'gone'], NOW)
  expect(clusters).toMatchObject([
    {
      state: 'seen',
      objects: [{ metadata: { name: 'good' } }, { metadata: { name: 'x' } }],
      problems: [
        'pipe.yaml: is a pipe, a socket or a device, not read',
        'sub/loop: is a link, which is not followed',
        'zero.yaml: is a link, which is not followed',
      ],
    },
    { state: 'unknown', reason: 'c2 is a link, which is not followed' },
    { state: 'unknown', reason: 'its name cannot be the name of a folder' },
    { state: 'unknown', reason: 'no folder gone' },
  ])
})

const gathered = (name: string, version: string) =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  uid: u1\n  resourceVersion: "${version}"\n`

test('must-gather: resources of every layout once, logs and measurements not, as old as its timestamp', async () => {
  const image = 'c1/quay-io-openshift-must-gather-sha256-0a'
  const root = folderWith({
    [`${image}/version`]: 'openshift/must-gather\n4.20\n',
    [`${image}/timestamp`]: '2026-03-01 10:00:00.123456789 +0100 CET m=+0.05\n2026-03-01 10:09:00 +0100 CET m=+540\n',
    [`${image}/etcd_info/endpoint_health.json`]: 'not json at all',
    [`${image}/host_service_logs/masters/kubelet_service.log`]: 'log',
    [`${image}/cluster-scoped-resources/core/namespaces/app.yaml`]: gathered('app', '9'),
    [`${image}/namespaces/app/app.yaml`]: gathered('app', '12'),
    [`${image}/namespaces/app/core/configmaps.yaml`]: `---\napiVersion: v1\nitems:\n${item('a')}kind: ConfigMapList\nmetadata:\n  resourceVersion: "20"\n`,
    [`${image}/namespaces/app/pods/p/p/p/logs/current.log`]: 'apiVersion: broken',
  })
  const { clusters } = await directorySource(root).observe(['c1'], NOW)
  expect(clusters).toMatchObject([
    {
      state: 'seen',
      observedAt: '2026-03-01T09:00:00Z',
      problems: [],
      objects: [{ metadata: { name: 'app', resourceVersion: '12' } }, { metadata: { name: 'a' } }],
    },
  ])
  writeFileSync(join(root, 'c1', 'timestamp'), '2036-03-01 10:00:00 +0000 UTC\n')
  const later = await directorySource(root).observe(['c1'], '2026-02-01T00:00:00Z')
  expect(later.clusters).toMatchObject([{ state: 'seen', observedAt: '2026-02-01T00:00:00Z' }])
})

test('ten thousand objects in about a second', async () => {
  const many = Array.from({ length: 10_000 }, (_, i) => item(`object-${i}`)).join('')
  const root = folderWith({ 'all.yaml': `apiVersion: v1\nitems:\n${many}kind: List\n` })
  const before = processorTime()
  const { objects } = await readObjects(root)
  expect(objects).toHaveLength(10_000)
  // Ten times what it takes on a slow machine.
  expect(processorTime() - before).toBeLessThan(10_000)
})

test('tells which cluster it reads, and how many are left', async () => {
  const steps: unknown[] = []
  const progress = { step: (...step: readonly unknown[]) => void steps.push(step), end() {} }
  await directorySource(folderWith({ 'c1/a.yaml': configMap('a') }), progress).observe(['c1', 'c2'], NOW)
  expect(steps).toEqual([
    [0, 2, 'reading c1'],
    [1, 2, 'reading'],
    [1, 2, 'reading c2'],
    [2, 2, 'reading'],
  ])
})

test('one cluster that is not there, or is a file, fails instead of being empty', async () => {
  const root = folderWith({ 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n' })
  expect((await readCluster(root)).objects).toHaveLength(1)
  await expect(readCluster(join(root, 'nope'))).rejects.toMatchObject({ code: 'directory/missing' })
  await expect(readCluster(join(root, 'a.yaml'))).rejects.toMatchObject({ code: 'directory/not-a-folder' })
})
