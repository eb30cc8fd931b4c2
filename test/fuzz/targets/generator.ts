import fc from 'fast-check'
import { dump, load as readYaml } from 'js-yaml'
import type { GeneratorEntry } from '../../../engine/model/generator-files.ts'
import type { Json } from '../../../engine/model/json.ts'
import { pathsOf } from '../../../engine/stages/generate/paths.ts'
import { repositoryFiles } from '../../../engine/stages/generate/repository-files.ts'
import { generate } from '../../../engine/stages/generate.ts'
import { load } from '../../../engine/stages/load.ts'
import { FRAGMENTS, hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { GENERATOR } from '../repositories.ts'
import { hold, target } from '../target.ts'

const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: { name: x, namespace: default }
data: { k: v }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: default }
spec: { template: { spec: { containers: [{ name: c, image: i, env: [{ name: A, value: b }] }] } } }
`
const file = fc.oneof(
  mutatedText([GENERATOR]),
  mutatedJson([readYaml(GENERATOR) as Json]).map((each) => dump(each, { noRefs: true, lineWidth: -1 })),
)
const manifest = fc.oneof({ weight: 3, arbitrary: mutatedText([MANIFEST]) }, hostileText)

export const generator = target({
  name: 'generator',
  holds: 'any PolicyGenerator file over any manifests gives policies or findings',
  input: fc.record({ file, manifest }),
  check: (input) => {
    const path = 'policies/gen/g.yaml'
    const texts = new Map([
      ['policies/gen/a.yaml', input.manifest],
      ['policies/gen/folder/b.yaml', MANIFEST],
    ])
    for (const document of load([{ path, text: input.file }]).documents) {
      const { findings, policies } = generate(document, repositoryFiles(path, pathsOf(document), texts))
      for (const each of findings) hold(each.line >= 1 && each.hint !== '', 'a finding without place or remedy', each)
      JSON.stringify(policies)
    }
  },
})

export const generatorPaths = target({
  name: 'generator-paths',
  holds: 'a manifest path of a PolicyGenerator file names what is in the folder of that file, or is refused',
  input: fc
    .array(fc.constantFrom('..', '.', '', 'folder', 'a.yaml', '/', '//', '%2e%2e', ...FRAGMENTS), { maxLength: 6 })
    .map((each) => each.join('/')),
  cases: [
    '../other/secret.yaml',
    '/etc/passwd',
    'folder/../../other/secret.yaml',
    '..\\other\\secret.yaml',
    'C:\\x.yaml',
    './/..//other/secret.yaml',
  ],
  few: 60,
  check: (input) => {
    const texts = new Map([
      ['policies/gen/a.yaml', 'inside'],
      ['policies/gen/folder/b.yaml', 'inside'],
      ['policies/other/secret.yaml', 'outside'],
      ['policies/generous/secret.yaml', 'outside'],
      ['isthmus.yaml', 'outside'],
    ])
    const found: readonly GeneratorEntry[] = [...repositoryFiles('policies/gen/g.yaml', [input], texts).values()]
    hold(
      !JSON.stringify(found.map((each) => ('files' in each ? [...each.files.values()] : each))).includes('outside'),
      'a file outside',
      found,
    )
  },
})
