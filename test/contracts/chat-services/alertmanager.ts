import type { Receiver } from '../receiver.ts'
import { receiver } from '../receiver.ts'
import { breaches } from './shape.ts'

const labelSet = {
  type: 'object',
  propertyNames: { pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' },
  additionalProperties: { type: 'string' },
}
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' }

/** postableAlerts of Alertmanager's api/v2/openapi.yaml. */
const postable = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      labels: { ...labelSet, minProperties: 1 },
      annotations: labelSet,
      startsAt: time,
      endsAt: time,
      generatorURL: { type: 'string', pattern: '^https?://' },
    },
    required: ['labels'],
    additionalProperties: false,
  },
}

export interface Firing {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly startsAt: string
  readonly endsAt: string
}

export interface AlertmanagerService {
  readonly place: Receiver
  readonly url: string
  /** By its labels. */
  readonly alerts: ReadonlyMap<string, Firing>
}

/** Takes alerts as Alertmanager does: labels are the identity, the last word holds, and no alert ends before it starts. */
export async function alertmanagerService(): Promise<AlertmanagerService> {
  const place = await receiver()
  const alerts = new Map<string, Firing>()
  place.answerBy(({ path, body }) => {
    if (path !== '/prefix/api/v2/alerts') return { status: 404 }
    const posted = JSON.parse(body) as readonly Firing[]
    const isWrong = posted.some((each) => Date.parse(each.endsAt) < Date.parse(each.startsAt))
    if (isWrong || breaches(postable, posted).length > 0) return { status: 400, body: '"bad alert"' }
    for (const each of posted) alerts.set(JSON.stringify(each.labels), each)
    return { status: 200 }
  })
  return { place, url: new URL('/prefix/', place.url).href, alerts }
}
