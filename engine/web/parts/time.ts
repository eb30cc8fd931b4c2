import { count } from '../../model/count.ts'
import { shortTime } from '../../model/drift-words.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'

/** A time as people read it, with the exact one for programs. */
export function timeText(time: string): Markup {
  return html`<time datetime="${time}">${shortTime(time)}</time>`
}

/** `3 minutes ago`; 'now' below ten seconds, also for clocks that differ a little. */
export function agoText(time: string, asOf: string): string {
  const seconds = Math.round((Date.parse(asOf) - Date.parse(time)) / 1000)
  if (Number.isNaN(seconds)) return 'at an unknown time'
  if (seconds < 10) return 'just now'
  if (seconds < 120) return `${seconds} seconds ago`
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes ago`
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} hours ago`
  return `${count(Math.round(seconds / 86_400), 'day')} ago`
}
