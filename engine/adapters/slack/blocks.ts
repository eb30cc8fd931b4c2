import { eventWords, factsOf, linesOf, linkOf, titleOf } from '../../model/alert-text.ts'
import type { Alert, AlertEvent } from '../../model/chat.ts'
import { clip } from '../../model/clip.ts'
import type { Json, JsonObject } from '../../model/json.ts'

/** Longest parts: Slack takes 40,000 characters of text, but blocks only up to some 10,000 together. */
const TITLE = 300
const LINES = 6000
const FALLBACK = 500

const EMOJI: Readonly<Record<AlertEvent, string>> = {
  opened: 'red_circle',
  changed: 'large_yellow_circle',
  resolved: 'large_green_circle',
  stale: 'hourglass_flowing_sand',
  escalated: 'rotating_light',
  alive: 'large_blue_circle',
}

/**
 * An alert as Block Kit. Rich text and plain text hold what others wrote: Slack looks for no markup and no mentions in
 * them. `text` is what a notification shows; it is the one part with markup, and so escaped.
 */
export function slackMessage(alert: Alert): { readonly text: string; readonly blocks: Json } {
  const lines = linesOf(alert, LINES)
  const link = linkOf(alert)
  const head = [
    { type: 'emoji', name: EMOJI[alert.event] },
    plain(` ${eventWords(alert.event)} `, { bold: true }),
    plain(titleOf(alert, TITLE), { bold: true }),
  ]
  const elements: readonly Json[] = [
    { type: 'rich_text_section', elements: head },
    ...(lines.join('') === '' ? [] : [{ type: 'rich_text_preformatted', elements: [plain(lines.join('\n'))] }]),
    ...(link === undefined
      ? []
      : [{ type: 'rich_text_section', elements: [{ type: 'link', url: link, text: 'Open the proposal' }] }]),
  ]
  const facts = { type: 'plain_text', text: clip(factsOf(alert), 2000), emoji: false }
  return {
    text: escapeMrkdwn(`${eventWords(alert.event)} ${titleOf(alert, FALLBACK)}`),
    blocks: [
      { type: 'rich_text', elements },
      { type: 'context', elements: [facts] },
    ],
  }
}

/** The three characters that begin everything special in mrkdwn: links, mentions, `<!channel>`. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function plain(text: string, style?: JsonObject): JsonObject {
  return { type: 'text', text, ...(style ? { style } : {}) }
}
