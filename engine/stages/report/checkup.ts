import { count } from '../../model/count.ts'
import type { Checkup, Diagnosis, DiagnosisState } from '../../model/diagnosis.ts'
import { visible } from '../../model/visible.ts'
import type { Palette } from './text.ts'

const WORDS: Readonly<Record<DiagnosisState, string>> = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skipped: 'skip' }

/** One line a check under its subject, remedies below; `isWhole` shows what is in order, too. */
export function checkupText({ checks, summary }: Checkup, palette: Palette, isWhole: boolean): string {
  const subjects = [...new Set(checks.map(headOf))]
  const blocks = subjects.flatMap((subject) => {
    const own = checks.filter((each) => headOf(each) === subject && (isWhole || each.state !== 'ok'))
    return own.length === 0
      ? []
      : [[palette.bold(subject), ...own.flatMap((each) => linesOf(each, palette))].join('\n')]
  })
  const counts = `${summary.ok} ok, ${count(summary.warn, 'warning')}, ${summary.fail} failed, ${summary.skipped} skipped`
  return `${[...blocks, counts].join('\n\n')}\n`
}

function headOf({ id, subject }: Diagnosis): string {
  return visible(`${id.split('/')[0]} ${subject}`)
}

function linesOf({ id, state, sentence, remedy }: Diagnosis, palette: Palette): readonly string[] {
  const colours = { ok: palette.green, warn: palette.yellow, fail: palette.red, skipped: palette.dim }
  const line = `  ${colours[state](WORDS[state])} ${visible(sentence)} ${palette.dim(id)}`
  return remedy === undefined ? [line] : [line, `       → ${visible(remedy)}`]
}
