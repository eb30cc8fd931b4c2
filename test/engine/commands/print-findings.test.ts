import { expect, test } from 'vitest'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { printBesides } from '../../../engine/commands/print-findings.ts'
import type { Finding } from '../../../engine/model/finding.ts'

const file = { path: 'environments/a.yaml', text: 'kind: Environment\nspec: {}\n' }

function aFinding(severity: Finding['severity'], message = 'something'): Finding {
  return { rule: 'a/rule', severity, message, hint: 'do this', file: file.path, line: 2, column: 1 }
}

function printed(findings: readonly Finding[], isWhole = false): string {
  const told: string[] = []
  const io = { palette: paletteFor(false), err: (text: string) => void told.push(text) } as unknown as Io
  printBesides(io, findings, [file], isWhole)
  return told.join('')
}

test('a warning takes a line, and where more is to be read is said', () => {
  const lines = printed([aFinding('warning'), aFinding('info'), aFinding('warning', 'tricky \u202e\n text')]).split(
    '\n',
  )
  expect(lines).toEqual([
    'environments/a.yaml:2:1 warning a/rule: something',
    expect.stringMatching(/^environments\/a\.yaml:2:1 warning a\/rule: tricky [^\u202e]+ text$/),
    '2 warnings; `isthmus validate` shows more',
    '',
  ])
})

test('beside an error, or where it is asked for, everything is whole', () => {
  for (const text of [printed([aFinding('error'), aFinding('warning')]), printed([aFinding('warning')], true)]) {
    expect(text).toContain('    2 | spec: {}\n')
    expect(text).toContain('  hint: do this\n')
  }
})

test('of nothing, or mere information, nothing is said', () => {
  expect([printed([]), printed([aFinding('info')])]).toEqual(['', ''])
})
