import type { Alert, AlertEvent } from './chat.ts'
import { clip } from './clip.ts'
import { visible } from './visible.ts'

const WORDS: Readonly<Record<AlertEvent, string>> = {
  opened: 'OPENED',
  changed: 'CHANGED',
  resolved: 'RESOLVED',
  stale: 'STILL OPEN',
  escalated: 'ESCALATED',
  alive: 'ALIVE',
}

/** What happened, as people read it: a word or two. */
export function eventWords(event: AlertEvent): string {
  return WORDS[event]
}

/** Severity, times and the id by which people and programs tell a repeat. */
export function factsOf({ severity, time, since, id }: Alert): string {
  const began = since === undefined || since === time ? '' : `open since ${since} · `
  return `${severity} · ${time} · ${began}alert ${id}`
}

/** The title, in one line of at most so many characters. */
export function titleOf({ title }: Alert, most: number): string {
  return clip(visible(title), most) || '(no title)'
}

/** As many whole lines, at most `mostLines`, as fit into so many characters, each shown as one line; what is left out is counted. */
export function linesOf({ lines }: Alert, most: number, mostLines = lines.length): readonly string[] {
  const shown: string[] = []
  let left = most
  for (const line of lines) {
    const text = clip(visible(line), LONGEST_LINE)
    left -= text.length + 1
    if (left < 0 || shown.length >= mostLines) return [...shown, `and ${lines.length - shown.length} more lines`]
    shown.push(text)
  }
  return shown
}

const LONGEST_LINE = 500

/** The address where a browser can open it. */
export function linkOf({ url }: Alert): string | undefined {
  const address = url !== undefined && URL.canParse(url) ? new URL(url) : undefined
  return address && /^https?:$/.test(address.protocol) ? address.href : undefined
}
