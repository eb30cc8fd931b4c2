import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedTopology } from '../../../../engine/model/topology/change.ts'
import { mermaid, mermaidBlock, mermaidText } from '../../../../engine/model/topology/mermaid.ts'
import { planOf, repositories } from '../../../examples/repository.ts'
import { aState, aTopology } from './a-picture.ts'

/** Every line that a picture may have: what is between quotes can end neither the quotes nor the line. */
const TEXT = '"(?:[\\p{L}\\p{N} .,/()…→✓✗−+-]|#\\d+;|<br/>)*"'
const LINE = new RegExp(
  [
    'flowchart TB',
    '    direction (?:TB|LR)',
    '  accTitle: (?:[\\p{L}\\p{N} .,/()…→✓✗−+-]|#\\d+;)*',
    ` +(?:hub|dns|rest|tunnel|r\\d+|c\\d+x\\d+)(?:\\[${TEXT}\\]|\\(\\[${TEXT}\\]\\)|\\{\\{${TEXT}\\}\\})`,
    `  subgraph (?:platform|r\\d+)\\[${TEXT}\\]`,
    '  end',
    '  (?:hub -\\.->|dns -->) platform',
    '  (?:r|c)\\d+(?:x\\d+)? (?:===|x-\\. "✗" \\.-x) tunnel',
    '  classDef [a-z]+ [a-z0-9#:,\\- ]+',
    '  class platform(?:,r\\d+)* place',
    '  class (?:hub|dns|tunnel|r\\d+|c\\d+x\\d+) [a-z]+',
  ].join('|'),
  'u',
)
const WHOLE_LINE = new RegExp(`^(?:${LINE.source})$`, 'u')

const misformed = (lines: readonly string[]) => lines.filter((line) => !WHOLE_LINE.test(line))

test.each([...repositories.keys()])('%s is drawn in lines of known forms', (name) => {
  expect(misformed(mermaid({ topology: planOf(name).topology }))).toEqual([])
})

describe('of three regions it shows', () => {
  const topology = aTopology(3)
  const state = {
    ...aState(topology, { cluster2: 'drifted', cluster3: 'unknown' }),
    broken: [['cluster1', 'cluster3'] as const],
  }
  const text = mermaid({ topology, state }).join('\n')
  test.each([
    ['the hub', 'hub["hub<br/>isthmus-gdw"]'],
    ['the global name', 'dns(["global.example.com"])'],
    ['a cluster with its nodes', '"cluster1<br/>vault 3<br/>database 3<br/>✓ in sync"'],
    ['drift by sign and word', '✗ 2 drifts"'],
    ['a dark region', '"#63; region-3 (aws), dark"'],
    ['a tunnel that works', 'c1x0 === tunnel'],
    ['one that does not', 'c2x0 x-. "✗" .-x tunnel'],
  ])('%s', (_, part) => {
    expect(text).toContain(part)
  })
})

test.each([
  [
    'a new region',
    changedTopology(aTopology(2), aTopology(3), []),
    ['"+ region-3 (aws), new"', 'cluster3<br/>vault 0 → 3<br/>database 0 → 3<br/>+ new', 'class c2x0 added'],
  ],
  [
    'a region that goes',
    changedTopology(aTopology(3), aTopology(2), []),
    ['"− region-3 (aws), leaves"', 'vault 3 → 0', 'class c2x0 removed'],
  ],
  [
    'a new platform',
    changedTopology(
      { environment: 'gdw', hub: { namespace: '' }, entries: [], regions: [], services: [] },
      aTopology(1),
      [],
    ),
    ['+ vault 3', '"+ global.example.com"', '+ tunnel, new'],
  ],
] as const)('%s is marked', (_, changed, parts) => {
  const text = mermaid(changed).join('\n')
  for (const part of parts) expect(text).toContain(part)
})

test('many clusters are summed up by region, the worst named', () => {
  const topology = aTopology(4, 30)
  const lines = mermaid({ topology, state: aState(topology, { cluster31: 'drifted' }) })
  expect(lines.length).toBeLessThan(40)
  expect(lines.join('\n')).toContain('r1["region-2 (aws)<br/>30 clusters<br/>✗ cluster31#58; 2 drifts"]')
})

const hostile = fc.string({
  unit: fc.constantFrom(
    '"',
    ']',
    '`',
    '```',
    '\n',
    '%%{',
    '}%%',
    '<br>',
    '#quot;',
    ';',
    'end',
    'click a "javascript:x"',
    '\u202e',
    '--->',
    '|',
    '\\',
    '😀',
    'ä',
    ':',
    'style',
    '-',
  ),
  maxLength: 30,
})

test('no name leaves its label, its line or the block', () => {
  fc.assert(
    fc.property(hostile, hostile, fc.integer({ min: 1, max: 30 }), (name, other, regions) => {
      const topology = {
        ...aTopology(regions, 1, (i) => `${name}${i}`),
        environment: name,
        hub: { namespace: other },
        entries: [other, name],
      }
      const named = {
        ...topology,
        regions: topology.regions.map((each) => ({ ...each, name: other, cloud: name })),
        services: topology.services.map((each) => ({ ...each, name: other })),
      }
      const block = mermaidBlock({ topology: named, state: aState(named) })
      expect(misformed(block.slice(1, -1))).toEqual([])
      expect([block[0], block.at(-1)]).toEqual(['```mermaid', '```'])
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['a "quote"', 'a #34;quote#34;'],
  ['us-east-1', 'us-east-1'],
  ['a\nb', 'a#92;u#123;a#125;b'],
  ['x'.repeat(50), `${'x'.repeat(23)}…${'x'.repeat(16)}`],
])('%j is written %j', (text, written) => {
  expect(mermaidText(text, 40)).toBe(written)
})
