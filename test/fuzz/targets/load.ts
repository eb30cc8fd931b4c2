import fc from 'fast-check'
import { objectsOf } from '../../../engine/adapters/directory/objects.ts'
import { parseFile } from '../../../engine/adapters/directory/parse.ts'
import { readResourceList, resourceList } from '../../../engine/stages/krm.ts'
import { load } from '../../../engine/stages/load.ts'
import { hostileText, mutatedText } from '../hostile.ts'
import { FILES, GENERATOR } from '../repositories.ts'
import { hold, target } from '../target.ts'

const text = fc.oneof(
  { weight: 3, arbitrary: mutatedText([...FILES.map((each) => each.text), GENERATOR]) },
  { weight: 1, arbitrary: hostileText },
)

const bomb = Array.from(
  { length: 30 },
  (_, i) =>
    `a${i}: &a${i} [${Array(10)
      .fill(i === 0 ? 'x' : `*a${i - 1}`)
      .join()}]`,
).join('\n')
const CASES: readonly string[] = [
  bomb,
  `a: &a [*a]`,
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  '{a: '.repeat(10_000),
  '- '.repeat(10_000),
  '{"a":'.repeat(10_000),
  `"${'\\u0000'.repeat(10_000)}"`,
  '? '.repeat(5_000),
  '!!binary '.repeat(2_000),
  '&a '.repeat(5_000),
  '%TAG ! '.repeat(2_000),
  '---\n'.repeat(20_000),
  '# '.repeat(100_000),
  ' '.repeat(500_000),
  '\t'.repeat(100_000),
  '\n'.repeat(500_000),
  `a: "${' \n'.repeat(100_000)}"`,
  `a: |\n${' \n'.repeat(100_000)}`,
  '__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }',
  '<<: { __proto__: { polluted: yes } }',
  '"__proto__": &a { x: 1 }\n<<: *a',
  '9'.repeat(100_000),
  `${'9'.repeat(50_000)}e${'9'.repeat(50_000)}`,
  `0x${'f'.repeat(100_000)}`,
  '1:'.repeat(50_000),
  'a: [\n'.repeat(5_000),
  'a: [\n]\n'.repeat(50_000),
  `a: [\n${'b,\n'.repeat(100_000)}]`,
]

export const loading = target({
  name: 'load',
  holds: 'any text gives JSON, with a place in the text for everything, or findings there',
  input: text,
  cases: CASES,
  few: 25,
  check: (input) => {
    for (const path of ['environments/a.yaml', 'policies/p/a.yaml']) checkFile(path, input)
  },
})

/** Both as our own, which is read strictly, and as a manifest. */
function checkFile(path: string, text: string): void {
  const { documents, findings } = load([{ path, text }])
  const lines = text.split(/\r\n|\n|\r/).length
  for (const each of documents) {
    JSON.stringify(each.value)
    hold(each.locate('/spec/clusters/0/name').line >= 1, 'no place')
  }
  for (const each of findings) {
    hold(each.line >= 1 && each.line <= lines && each.column >= 1, 'a place outside of the text', each, lines)
    hold(each.rule !== '' && each.message !== '' && each.hint !== '', 'a finding without remedy', each)
  }
}

export const snapshot = target({
  name: 'snapshot',
  holds: 'a file of a snapshot gives whole objects and a sentence for what is not, which quotes nothing of it',
  input: text,
  cases: CASES,
  check: (input) => {
    for (const { documents, problems } of ['a.yaml', 'a.json'].flatMap((name) => [...parseFile(input, name)])) {
      for (const each of documents) objectsOf(each).objects.map((object) => JSON.stringify(object).length)
      for (const each of problems) hold(each.length < 400, 'a problem that quotes the file', each)
    }
  },
})

const LIST = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }]
functionConfig: { apiVersion: policy.open-cluster-management.io/v1, kind: PolicyGenerator, metadata: { name: g, annotations: { a: b } } }
`

export const krm = target({
  name: 'krm',
  holds: 'whatever Kustomize sends on standard input is a list of resources or a sentence',
  input: fc.oneof(mutatedText([LIST]), hostileText),
  cases: CASES,
  check: (input) => {
    const read = readResourceList(input)
    if ('problem' in read) return
    resourceList(read.items, [], [])
  },
})
