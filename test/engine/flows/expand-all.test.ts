import { expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import { components } from '../../../policies/index.ts'
import type { Change } from '../stages/validate/a-repository.ts'
import { aRepository, ENVIRONMENT, inEnvironment, pointedAt } from '../stages/validate/a-repository.ts'

const plain = ENVIRONMENT.replace('vault: { replicas: 5 }', 'certs: {}')

/** What is said of a repository whose environment and placement are as simple as can be, with these changes. */
function found(change: Change = {}, unread: readonly string[] = []) {
  const placement = aRepository()[1]?.text.replace('vault', 'certs')
  const files = aRepository({ 'environments/gdw.yaml': plain, 'placements/gdw.yaml': placement, ...change })
  const findings = unread.map((file) => {
    return { rule: 'files/not-utf8', severity: 'error' as const, file, line: 1, column: 1, message: '', hint: '' }
  })
  const expanded = expandAll({ files, findings }, components)
  return pointedAt(
    files,
    expanded.findings.filter((each) => each.severity === 'error'),
  )
}

test('a good repository has no errors', () => {
  expect(found()).toEqual([])
})

test('what a file that could not be read may say is not missed', () => {
  expect(found({ 'environments/gdw.yaml': undefined }, ['environments/gdw.yaml'])).toEqual(['files/not-utf8 @ '])
  expect(found({ 'environments/gdw.yaml': `${plain}# \u0007\n` })).toEqual(['yaml/control-character @ \u0007'])
})

test('a value that is wrong whichever reader is right is one slip', () => {
  expect(found(inEnvironment('tier: edge', 'tier: 0123')).filter((each) => each.includes('@ 0123'))).toEqual([
    'schema/wrong-type @ 0123',
  ])
  expect(found({ 'environments/gdw.yaml': plain.replace('tier: edge', 'tier: on') })).toEqual([
    'yaml/ambiguous-scalar @ on',
  ])
})

test.each(['example.com', 'a-b.example.co.uk', 'xn--e1afmkfd.xn--p1ai'])('the domain %s', (domain) => {
  expect(found({ 'environments/gdw.yaml': plain.replace('example.com', domain) })).toEqual([])
})

test.each(['example', 'Example.com', 'https://example.com', `${'d'.repeat(64)}.com`, '10.0.0.1'])(
  'no domain: %s',
  (domain) => {
    const [first, ...rest] = found({ 'environments/gdw.yaml': plain.replace('example.com', domain) })
    expect([first?.split(' ')[0], rest]).toEqual(['schema/pattern', []])
  },
)
