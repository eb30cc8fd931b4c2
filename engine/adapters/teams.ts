import { eventWords, factsOf, linesOf, linkOf, titleOf } from '../model/alert-text.ts'
import type { Alert, AlertEvent, Chat } from '../model/chat.ts'
import type { Line, Service } from '../model/exchange.ts'
import { addressOf, exchange } from '../model/exchange.ts'
import type { JsonObject } from '../model/json.ts'

export interface TeamsOptions extends Line {
  readonly name?: string
  /** Address of the workflow's trigger; a secret itself. */
  readonly url: string
}

/** Teams takes 28 KB a message; three bytes for each of these characters, and the hundred around each line, stay below. */
const TITLE = 300
const LINES = 5000
const MOST_LINES = 100

const GONE = 'The workflow was deleted or switched off: make it anew in Teams (Workflows), and change the secret.'
const SERVICE: Service = {
  code: 'teams',
  hints: {
    400: 'The workflow does not take an Adaptive Card: use "Post to a channel when a webhook request is received".',
    401: 'The signature in the address is no longer good: copy the address from the workflow anew.',
    403: 'The workflow lets nobody in: set "Who can trigger the flow?" to anyone, or see to your policies.',
    404: GONE,
    410: GONE,
  },
}

const COLOURS: Readonly<Record<AlertEvent, string>> = {
  opened: 'Attention',
  changed: 'Warning',
  resolved: 'Good',
  stale: 'Warning',
  escalated: 'Attention',
  alive: 'Accent',
}

/** One card an alert, through a workflow: it can neither update a card nor answer below it. */
export function teams({ name = 'teams', url, ...line }: TeamsOptions): Chat {
  const address = addressOf(url, 'teams')
  return {
    name,
    send: async (alert) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify(teamsMessage(alert))
      await exchange(line, SERVICE, { method: 'POST', url: address, headers, body })
      return undefined
    },
  }
}

/** An alert as an Adaptive Card 1.4. Text runs take no markup, and without `msteams.entities` nobody is mentioned. */
export function teamsMessage(alert: Alert): JsonObject {
  const link = linkOf(alert)
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: defused(`${eventWords(alert.event)} ${titleOf(alert, TITLE)}`),
    msteams: { width: 'Full' },
    body: [
      block([
        run(`${eventWords(alert.event)} `, { weight: 'Bolder', color: COLOURS[alert.event] }),
        run(titleOf(alert, TITLE), { weight: 'Bolder' }),
      ]),
      ...linesOf(alert, LINES, MOST_LINES).map((each) =>
        block([run(each || ' ', { fontType: 'Monospace', size: 'Small' })]),
      ),
      block([run(factsOf(alert), { isSubtle: true, size: 'Small' })]),
    ],
    ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open the proposal', url: link }] }),
  }
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
  return { type: 'message', attachments: [attachment] }
}

function block(inlines: readonly JsonObject[]): JsonObject {
  return { type: 'RichTextBlock', inlines: [...inlines] }
}

function run(text: string, style: JsonObject): JsonObject {
  return { type: 'TextRun', text: defused(text), ...style }
}

/** Cards put dates in place of `{{DATE(…)}}`, and values in place of `${…}` where they are templates. */
function defused(text: string): string {
  return text.replaceAll('{{', '{\u200B{').replaceAll('${', '$\u200B{')
}
