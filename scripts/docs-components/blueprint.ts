import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from './rows.ts'
import { ROOT } from './variants.ts'

/** One line of the checklist as a component's README answers it. */
export interface BlueprintLine {
  /** Position in the table, from 1. */
  readonly number: number
  readonly text: string
  readonly answer: string
  readonly coverage: 'covered' | 'partly' | 'not covered'
}

export interface Blueprint {
  /** Heading of the first column, such as `section 8`. */
  readonly section: string
  readonly lines: readonly BlueprintLine[]
}

const NOT_COVERED = '*not covered*'

export function blueprintOf(component: string): Blueprint {
  const readme = readFileSync(join(ROOT, 'policies', component, 'README.md'), 'utf8')
  const [, body = ''] = readme.split('## Blueprint lines\n')
  const [part = ''] = body.split('\n## ')
  const [head, ...rows] = part.split('\n').filter((line) => /^\| /.test(line))
  const lines = rows.map((row, i): BlueprintLine => {
    const [text = '', answer = ''] = row.slice(2, -2).split(' | ')
    return { number: i + 1, text, answer, coverage: coverageOf(answer) }
  })
  return { section: /\((section [^)]*)\)/.exec(head ?? '')?.[1] ?? '', lines }
}

function coverageOf(answer: string): BlueprintLine['coverage'] {
  if (answer.startsWith(NOT_COVERED)) return 'not covered'
  return answer.includes(NOT_COVERED) ? 'partly' : 'covered'
}

/** Numbers of the lines that an object helps to express: those that name its policy or template, of these those that name its kind, if any. */
export function linesFor(row: Row, blueprint: Blueprint): readonly number[] {
  const wanted = [row.policy, ...(row.template.includes('-') ? [row.template] : [])]
  const named = blueprint.lines.filter(({ answer }) => namesIn(answer).some((each) => wanted.includes(each)))
  const kind = new RegExp(`\\b${row.kind.replace(/y$/, '(y|ie)')}s?\\b`, 'i')
  const narrowed = named.filter(({ text, answer }) => kind.test(text) || namesIn(answer).includes(row.template))
  return (narrowed.length > 0 ? narrowed : named).map((each) => each.number)
}

export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? [])
}
