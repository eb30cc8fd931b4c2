import { eventWords, factsOf, linesOf, linkOf, titleOf } from '../../model/alert-text.ts'
import type { Alert, AlertEvent } from '../../model/chat.ts'

/** Mattermost takes 16,383 characters since version 5.0, and took 4,000 before. */
const TITLE = 300
const LINES = 3000

const EMOJI: Readonly<Record<AlertEvent, string>> = {
  opened: ':red_circle:',
  changed: ':large_yellow_circle:',
  resolved: ':large_green_circle:',
  stale: ':hourglass_flowing_sand:',
  escalated: ':rotating_light:',
  alive: ':large_blue_circle:',
}

/** An alert as Markdown. What others wrote stands in code: no markup, links or mentions are looked for there. */
export function mattermostText(alert: Alert): string {
  const lines = linesOf(alert, LINES)
  const link = linkOf(alert)
  return [
    `${EMOJI[alert.event]} **${eventWords(alert.event)}** ${codeSpan(titleOf(alert, TITLE))}`,
    ...(lines.length === 0 ? [] : [codeBlock(lines)]),
    ...(link === undefined ? [] : [`[Open the proposal](${linkTarget(link)})`]),
    factsOf(alert),
  ].join('\n\n')
}

/** One line as code, whatever backticks are in it. */
function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  return `${fence}${pad}${defused(text)}${pad}${fence}`
}

export function codeBlock(lines: readonly string[]): string {
  const text = lines.join('\n')
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}\n${defused(text)}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((each) => each.length))
}

/** Should a client look for mentions in code after all, it finds none that wakes everybody. */
function defused(text: string): string {
  return text.replaceAll(/@(?=all|channel|here)/gi, '@\u200B')
}

function linkTarget(url: string): string {
  return url.replaceAll(/[()<>\\\s]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}
