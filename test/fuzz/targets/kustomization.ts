import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { dump } from 'js-yaml'
import { kustomizeBuilder } from '../../../engine/adapters/kustomize.ts'
import type { GeneratorEntry } from '../../../engine/model/generator-files.ts'
import type { Json } from '../../../engine/model/json.ts'
import { hostileJson, hostileText, mutatedText } from '../hostile.ts'
import { inScratch } from '../scratch.ts'
import { hold, target } from '../target.ts'

const CANARY = 'zQ7canaryOutsideOfTheFolder'
const configMap = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { k: ${value} }\n`
/** Where a kustomization may be read, and what lies around it. */
const FILES: Readonly<Record<string, string>> = {
  'outside/secret.yaml': configMap('outside', CANARY),
  'outside/kustomization.yaml': 'resources: [secret.yaml]\n',
  'outside/plain.env': `k=${CANARY}\n`,
  'root/base/kustomization.yaml': 'resources: [b.yaml]\n',
  'root/base/b.yaml': configMap('b', 'v'),
  'root/gen/a.yaml': configMap('a', 'v'),
  'root/gen/a.env': 'k=v\n',
  'root/gen/patch.yaml': configMap('a', 'w'),
  'root/gen/github.com/o/r/kustomization.yaml': 'resources: [../../../a.yaml]\n',
  'root/gen/part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
}
const LINKS: Readonly<Record<string, string>> = {
  'root/gen/link.yaml': '../../outside/secret.yaml',
  'root/gen/folder': '../../outside',
  'root/gen/loop': '.',
  'root/gen/nowhere': 'not-there',
  'root/linked/kustomization.yaml': '../../outside/secret.yaml',
}

const GOOD: readonly string[] = [
  'resources: [a.yaml, ../base]\nnamePrefix: x-\n',
  'resources: [a.yaml]\npatches: [{ path: patch.yaml }]\ncomponents: [part]\n',
  'configMapGenerator: [{ name: c, files: [a.yaml, k=a.env], envs: [a.env] }]\n',
  'secretGenerator:\n- name: s\n  files: [x=a.env]\nbases: [../base]\n',
  'resources: [a.yaml]\nreplacements: [{ source: { kind: ConfigMap, name: a, fieldPath: data.k }, targets: [] }]\n',
]
const PATHS: readonly string[] = [
  ...[
    '../../outside/secret.yaml',
    '../../outside',
    '../../outside/plain.env',
    'link.yaml',
    'folder',
    'folder/secret.yaml',
  ],
  ...[
    'loop',
    'nowhere',
    '../linked',
    'OUTSIDE/secret.yaml',
    'OUTSIDE',
    '/etc/hostname',
    '/dev/zero',
    '/proc/self/environ',
  ],
  ...[
    'http://HERE/x.yaml',
    'HTTP://HERE/x',
    'http:/HERE/x',
    'github.com/o/r',
    'git::http://HERE/o/r',
    'git@HERE:o/r.git',
  ],
  ...['file:///etc/hostname', 'ssh://HERE/x', 'a.yaml', '.', '', '..', 'x=../../outside/plain.env', 'x=y=link.yaml'],
  ...[
    'a.yaml?ref=main',
    'base\u0000',
    '~/x',
    '$HOME/x',
    '-x',
    '--enable-helm',
    '..\\..\\outside',
    './/../../outside/secret.yaml',
  ],
]
const KEYS: readonly string[] = [
  ...[
    'resources',
    'bases',
    'components',
    'crds',
    'configurations',
    'patchesStrategicMerge',
    'Resources',
    're\u017fources',
  ],
  ...[
    'generators',
    'transformers',
    'validators',
    'helmCharts',
    'helmChartInflationGenerator',
    'helmGlobals',
    'plugins',
  ],
]
const MEMBERS = ['path', 'files', 'envs', 'env', 'Path', 'FILES', 'file\u017f', 'literals', '<<', 'kvSources']
const PARENTS = [
  'patches',
  'patchesJson6902',
  'replacements',
  'configMapGenerator',
  'secretGenerator',
  'openapi',
  'images',
]

const path = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PATHS) }, hostileText)
const entry: fc.Arbitrary<readonly [string, Json]> = fc.oneof(
  fc.tuple(fc.constantFrom(...KEYS), fc.array(path, { maxLength: 3 })),
  fc
    .tuple(fc.constantFrom(...PARENTS), fc.constantFrom(...MEMBERS), path, fc.boolean())
    .map(([parent, member, text, isList]) => {
      const value: Json = /^(path|env)$/i.test(member) ? text : [text]
      const inner = { name: 'n', [member]: value, target: { kind: 'ConfigMap' } }
      return [parent, isList ? [inner] : inner] as const
    }),
  fc.tuple(fc.constantFrom(...KEYS, ...PARENTS), hostileJson),
)

/** What builds here, if anything does. */
const searchPath = process.env.PATH ?? ''

async function built(text: string, isBinary: boolean): Promise<void> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end(configMap('remote', CANARY))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const here = `127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    await inScratch(FILES, async (folder) => {
      mkdirSync(join(folder, 'root/linked'), { recursive: true })
      for (const [name, to] of Object.entries(LINKS)) symlinkSync(to, join(folder, name))
      const told = text.replaceAll('HERE', here).replaceAll('OUTSIDE', join(folder, 'outside'))
      const gen = join(folder, 'root/gen')
      writeFileSync(join(gen, isBinary ? 'Kustomization' : 'kustomization.yaml'), told)
      const found = await kustomizeBuilder(searchPath)(gen, join(folder, 'root'))
      checkEntry(found)
      hold(readdirSync(join(folder, 'outside')).length === 3, 'a file outside', readdirSync(join(folder, 'outside')))
      hold(hits.length === 0, 'something was fetched', hits)
    })
  } finally {
    server.close()
  }
}

function checkEntry(found: GeneratorEntry): void {
  if (found.kind === 'refused') hold(found.message !== '' && found.hint !== '', 'a refusal without remedy', found)
  hold(!JSON.stringify(found).includes(CANARY), 'something from outside', found)
}

export const kustomizations = target({
  name: 'kustomization',
  holds: 'whatever a kustomization says, Kustomize gets files of its own folder alone, and nothing is fetched',
  input: fc.record({
    text: fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(fc.constantFrom(...GOOD), fc.array(entry, { maxLength: 2 }))
          .map(([good, more]) => good + dump(Object.fromEntries(more)).replace(/^\{\}\n$/, '')),
      },
      { weight: 3, arbitrary: mutatedText(GOOD) },
      { weight: 1, arbitrary: hostileText },
    ),
    isBinary: fc.boolean(),
  }),
  cases: [
    ...PATHS.map((each) => dump({ resources: [each] })),
    ...MEMBERS.map((each) => dump({ configMapGenerator: [{ name: 'n', [each]: ['../../outside/plain.env'] }] })),
    'resources: &a [*a]\n',
    'patches: &a [{ x: *a }]\n',
    `metadata:\n${Array.from({ length: 30 }, (_, i) => `  a${i}: &a${i} [${Array(10).fill(i === 0 ? 'x' : `*a${i - 1}`)}]`).join('\n')}\n`,
    'resources: [!!binary Li4vLi4vb3V0c2lkZS9zZWNyZXQueWFtbA==]\n',
    '<<: { resources: [../../outside/secret.yaml] }\n',
    '__proto__: { resources: [../../outside/secret.yaml] }\n',
    `${'['.repeat(10_000)}\n`,
    'resources: [../linked]\n',
  ].map((text) => ({ text, isBinary: false })),
  few: 2,
  check: ({ text, isBinary }) => built(text, isBinary),
})
