import { expect, test } from 'vitest'
import { temporaryIn } from '../../../engine/model/temporary-in.ts'
import { temporaryHtml, temporaryMarkdown, temporaryText } from '../../../engine/stages/report/temporary.ts'
import { aRepository, ENVIRONMENT, validateFiles } from '../stages/validate/a-repository.ts'

const FILES = {
  'environments/gdw.yaml': ENVIRONMENT.replace(
    '  components:',
    '  pause: { reason: "a <b>freeze</b>\\e[31m", until: "2026-03-08" }\n  components:',
  ),
  'exceptions/a.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: Exception
metadata: { name: calm }
spec:
  environment: gdw
  policy: tunnel
  object: { apiVersion: v1, kind: ConfigMap, namespace: a, name: b }
  pointers: [/data/x]
  clusters: [cluster1]
  until: '2026-03-10'
  because: load test
  owner: Ada
`,
  'placements/b.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: Override
metadata: { name: now }
spec: { environment: gdw, policy: tunnel, clusters: [cluster2], until: '2026-03-09', because: urgent, owner: Bo }
`,
}

const { desired } = validateFiles(aRepository(FILES))
const at = (now: string, environment = 'gdw') => temporaryIn(desired, environment, now)

test('pauses, exceptions and overrides of an environment, with who, why, until when and where', () => {
  expect(at('2026-03-07T12:00:00Z')).toMatchObject([
    { kind: 'pause', name: '', clusters: ['cluster1', 'cluster2'], until: '2026-03-08', hasEnded: false },
    { kind: 'exception', name: 'calm', clusters: ['cluster1'], because: 'load test', owner: 'Ada', hasEnded: false },
    {
      kind: 'override',
      name: 'now',
      clusters: ['cluster2'],
      owner: 'Bo',
      source: { file: 'placements/b.yaml', line: 1 },
    },
  ])
  expect(at('2026-03-07T12:00:00Z')[1]?.what).toBe('ConfigMap a/b at /data/x (policy tunnel)')
  expect(at('2026-03-07T12:00:00Z', 'other')).toEqual([])
})

test.each([
  ['2026-03-07T23:59:59Z', [false, false, false]],
  ['2026-03-08T00:00:00Z', [true, false, false]],
  ['2026-03-10T00:00:00Z', [true, false, true]],
  ['2026-03-11T00:00:00Z', [true, true, true]],
])('at %s these have ended, and stay listed: %j', (now, ended) => {
  expect(at(now).map((each) => each.hasEnded)).toEqual(ended)
})

test('text, Markdown and HTML say each in one line, whatever it holds', () => {
  const all = at('2026-03-10T00:00:00Z')
  const [text, markdown, html] = [temporaryText(all), temporaryMarkdown(all), temporaryHtml(all).map(String)]
  for (const lines of [text, markdown]) {
    expect(lines).toHaveLength(3)
    expect(lines.join('')).not.toContain('\u001b')
    expect(lines[1]).toContain('until 2026-03-10, because load test, Ada')
    expect(lines[2]).toContain('ended 2026-03-09, remove it')
  }
  expect(markdown.join('')).not.toContain('<b>')
  expect(html).toHaveLength(3)
})
