import { linesOf, linkOf, titleOf } from '../model/alert-text.ts'
import type { Alert, Chat } from '../model/chat.ts'
import { clip } from '../model/clip.ts'
import type { Line, Service } from '../model/exchange.ts'
import { addressOf, bearer, below, exchange } from '../model/exchange.ts'
import type { JsonObject } from '../model/json.ts'

export interface AlertmanagerOptions extends Line {
  readonly name?: string
  /** Address of the Alertmanager, without `/api/v2/alerts`. */
  readonly url: string
  readonly token?: string
  /** How long an alert fires that is not sent again. */
  readonly expireMinutes?: number
}

const SERVICE: Service = {
  code: 'alertmanager',
  hints: {
    400: 'Alertmanager does not take these alerts; its log says why.',
    401: 'It wants a token: name one under `token`, as a reference.',
    403: 'The token lacks the right to create alerts: on OpenShift, the role monitoring-alertmanager-edit.',
    404: 'See to `url`: the address of an Alertmanager of version 0.16 or later, without /api/v2/alerts.',
  },
}
const AT_ONCE = 200

/** Alerts that fire while they are open: sent again with each look, as Alertmanager forgets what is not, and ended by name. */
export function alertmanager(options: AlertmanagerOptions): Chat {
  const { name = 'alertmanager', url, token, expireMinutes = 240, ...line } = options
  const address = below(addressOf(url, 'alertmanager'), '/api/v2/alerts')
  const authorization = token === undefined ? {} : { authorization: bearer(token, 'alertmanager') }
  const headers = { 'content-type': 'application/json', ...authorization }
  const showAll = async (alerts: readonly Alert[]) => {
    const now = line.now()
    for (let at = 0; at < alerts.length; at += AT_ONCE) {
      const some = alerts.slice(at, at + AT_ONCE).map((each) => postableAlert(each, now, expireMinutes))
      await exchange(line, SERVICE, { method: 'POST', url: address, headers, body: JSON.stringify(some) })
    }
  }
  return {
    name,
    send: async (alert) => {
      await showAll([alert])
      return undefined
    },
    showAll,
  }
}

/** The labels are the alert's identity: but for the severity they hold what stays the same through a life; at another one the old alert expires. `now`: RFC 3339. */
export function postableAlert(alert: Alert, now: string, expireMinutes: number): JsonObject {
  const { id, life = id, environment, severity, event, time, since = time } = alert
  const link = linkOf(alert)
  const expires = new Date(Date.parse(now) + expireMinutes * 60_000).toISOString()
  const ends = event === 'resolved' ? new Date(Math.max(Date.parse(time), Date.parse(since))).toISOString() : expires
  return {
    labels: { alertname: alertName(alert), source: 'isthmus', environment, severity, life },
    annotations: {
      summary: titleOf(alert, 300),
      description: clip(linesOf(alert, 4000).join('\n'), 4000),
      alert_id: id,
    },
    startsAt: since,
    endsAt: ends,
    ...(link === undefined ? {} : { generatorURL: link }),
  }
}

function alertName({ about, event }: Alert): string {
  if (event === 'alive') return 'IsthmusAlive'
  return about === 'incident' ? 'IsthmusClustersDark' : 'IsthmusDrift'
}
