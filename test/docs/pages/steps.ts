import type { Fence } from './page.ts'

/** One thing that a reader does: a command line, or an edit of a file. */
export type Step =
  | {
      readonly kind: 'run'
      readonly fence: Fence
      readonly line: number
      readonly script: string
      readonly exit: number
      readonly expected: readonly string[]
    }
  | { readonly kind: 'write'; readonly fence: Fence; readonly file: string; readonly text: string }
  | {
      readonly kind: 'edit'
      readonly fence: Fence
      readonly file: string
      readonly before: string
      readonly after: string
    }

/** The steps of a block; none where it needs the outside, or is only to be read. */
export function stepsOf(fence: Fence): readonly Step[] {
  const { language, attributes, text } = fence
  if (attributes.needs !== undefined) return []
  if (language === 'sh') {
    return [{ kind: 'run', fence, line: fence.line + 1, script: text, exit: 0, expected: [] }]
  }
  if (language === 'console') return consoleSteps(fence)
  const { file } = attributes
  if (file === undefined) return []
  if (language !== 'diff') return [{ kind: 'write', fence, file, text: `${text}\n` }]
  const side = (mark: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(mark) || !/^[+-]/.test(line))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  return [{ kind: 'edit', fence, file, before: side('-'), after: side('+') }]
}

/** `$ command` lines, each with the lines of its output that the page shows; `exit=` is the last command's. */
function consoleSteps(fence: Fence): readonly Step[] {
  const lines = fence.text.split('\n')
  const starts = lines.flatMap((line, i) => (line.startsWith('$ ') ? [i] : []))
  return starts.map((from, i) => {
    const until = starts[i + 1] ?? lines.length
    const continued = lines.findIndex((line, at) => at >= from && !line.endsWith('\\'))
    const script = lines
      .slice(from, continued + 1)
      .join('\n')
      .slice(2)
    const exit = i === starts.length - 1 ? Number(fence.attributes.exit ?? 0) : 0
    const expected = lines.slice(continued + 1, until).filter((line) => line.trim() !== '')
    return { kind: 'run', fence, line: fence.line + 1 + from, script, exit, expected }
  })
}

/** The first expected line that neither stream shows in order; `…` stands for any text, alone on a line for any lines. */
export function missingLine(expected: readonly string[], streams: readonly string[]): string | undefined {
  const rest = streams.map((text) => text.split('\n').map((line) => line.trimEnd()))
  for (const line of expected) {
    if (line.trim() === '…') continue
    const pattern = new RegExp(`^${line.trimEnd().split('…').map(literal).join('.*')}$`)
    const found = rest.map((lines) => lines.findIndex((each) => pattern.test(each)))
    const at = found.findIndex((each) => each >= 0)
    if (at === -1) return line
    rest[at]?.splice(0, (found[at] ?? 0) + 1)
  }
  return undefined
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
