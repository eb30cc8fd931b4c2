import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { load } from '../../../../engine/stages/load.ts'
import { processorTime } from '../../../setup/processor-time.ts'

const ENVIRONMENT = 'environments/a.yaml'

function loadText(text: string, path = ENVIRONMENT) {
  return load([{ path, text }])
}

describe('no text can crash or hang it', () => {
  const fragments = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '\t',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '|',
    '>',
    '&a ',
    '*a',
    '!!str ',
    '? ',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '# c',
    '<<: ',
    '__proto__',
    '0777',
    '\r\n',
    '\uFEFF',
    '@',
    '\u0000',
    '\ud800',
  )

  test.each([
    ['arbitrary text', fc.string({ unit: 'binary', maxLength: 200 }), 500],
    ['fragments of YAML', fc.array(fragments, { maxLength: 60 }).map((each) => each.join('')), 2000],
  ] as const)('%s gives documents or findings', (_, texts, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => {
        const { documents, findings } = loadText(text)
        for (const each of documents) {
          JSON.stringify(each.value)
          expect(each.locate('/a/0/b').line).toBeGreaterThan(0)
        }
        for (const each of findings) expect(each.line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length)
      }),
      { numRuns },
    )
  })

  const bomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
  ].join('\n')
  const chain = ['a0: &a0 [x]', ...Array.from({ length: 20_000 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)].join(
    '\n',
  )
  const steps = Array.from({ length: 1_400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')
  test.each<[string, string, string]>([
    ['an alias bomb', bomb, 'yaml/alias-limit'],
    ['a chain of aliases', chain, 'yaml/too-deep'],
    ['brackets, 10,000 deep', '['.repeat(10_000), 'yaml/too-deep'],
    ['closed brackets, 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'yaml/too-deep'],
    ['maps in braces, 10,000 deep', '{a: '.repeat(10_000), 'yaml/too-deep'],
    ['lists, 10,000 deep', `${'- '.repeat(10_000)}a`, 'yaml/too-deep'],
    ['indentation, 1,400 deep', steps, 'yaml/too-deep'],
    ['depth after an error', `[}${'['.repeat(10_000)}`, 'yaml/syntax'],
  ])('%s', (_, text, rule) => {
    const start = processorTime()
    const { documents, findings } = loadText(text)
    expect(findings.map((each) => each.rule)).toContain(rule)
    for (const each of documents) JSON.stringify(each.value)
    expect(processorTime() - start).toBeLessThan(1_000)
  })

  test('10,000 manifests', () => {
    const manifest = (i: number) => `apiVersion: v1
kind: ConfigMap
metadata: { name: cm-${i}, namespace: app }
data:
  key: value
  text: |
    one
    two
`
    const files = Array.from({ length: 10_000 }, (_, i) => ({ path: `policies/p/${i}.yaml`, text: manifest(i) }))
    const start = processorTime()
    const { documents, findings } = load(files)
    expect([documents.length, findings.length]).toEqual([10_000, 0])
    expect(processorTime() - start).toBeLessThan(3_000)
  })
})
