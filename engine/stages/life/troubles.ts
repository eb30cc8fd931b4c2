import type { TroubleRecord } from '../../model/history.ts'
import { eventOf } from '../../model/history.ts'
import { canonical } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { isConsequence } from './consequences.ts'
import type { Happening, Moment } from './happening.ts'
import { alertOf } from './happening.ts'
import type { Trouble } from './trouble.ts'
import { troublesIn } from './trouble.ts'
import { troubleMessage, troubleOver } from './trouble-messages.ts'

/** Incidents that open, grow and end. What a dark region or a fresh drift brings with it is kept, and told only when it stays. */
export function troublesOf(moment: Moment): readonly Happening[] {
  const present = new Map(troublesIn(moment.report).map((each) => [each.key, each]))
  const shown = [...present.values()].map((each) => lifeOfShown(moment, each))
  const missed = [...moment.previous.troubles.values()].filter((each) => !present.has(each.key))
  return [...shown, ...missed.map((each) => lifeOfMissed(moment, each))].filter((each) => each.events.length > 0)
}

function itemsOf({ kind, conditions }: Trouble): readonly string[] {
  const texts = conditions.map(({ cluster, policy, template, message }) =>
    kind === 'undelivered' ? `${cluster} ${policy} ${message}` : `${cluster} ${template}`,
  )
  return [...new Set(texts)].sort()
}

function lifeOfShown(moment: Moment, trouble: Trouble): Happening {
  const { previous, report, now } = moment
  const known = previous.troubles.get(trouble.key)
  const seen = itemsOf(trouble)
  const items = [...new Set([...seen, ...(known ? stillHeld(moment, known) : [])])].sort()
  const gained = seen.filter((each) => !known?.items.includes(each))
  const isHeld = trouble.kind === 'unhealthy' && isConsequence(moment, trouble.component)
  const isTold = known?.isTold === true || !isHeld
  const since = known?.since ?? now
  const { key, severity } = trouble
  const life = known?.life ?? digest(canonical([report.environment, 'trouble', key, since]), 16)
  const record: TroubleRecord = { key, life, severity, since, items, isTold }
  const isSame = known !== undefined && known.isTold === isTold && known.items.join() === items.join()
  if (isSame) return { events: [] }
  const events = [eventOf(report.environment, { type: 'trouble', time: now, trouble: record })]
  if (!isTold || isHeld || (known?.isTold === true && gained.length === 0)) return { events }
  const event = known?.isTold === true ? 'changed' : 'opened'
  const message = troubleMessage(report.environment, trouble, event)
  return {
    events,
    alert: alertOf(moment, [trouble.key, event, items, since], { event, ...lifeOf(record), ...message }),
  }
}

function lifeOfMissed(moment: Moment, known: TroubleRecord): Happening {
  const { report, now } = moment
  const items = stillHeld(moment, known)
  if (items.length > 0) return { events: [] }
  const events = [eventOf(report.environment, { type: 'trouble-over', time: now, key: known.key })]
  if (!known.isTold) return { events }
  const message = troubleOver(report.environment, known)
  return {
    events,
    alert: alertOf(moment, [known.key, known.since], { event: 'resolved', ...lifeOf(known), ...message }),
  }
}

/** Its messages belong together, from the first to the last. */
function lifeOf({ life, severity, since }: TroubleRecord) {
  return { life, severity, since, about: 'incident' as const }
}

/** What does not show, and may still be: its cluster, or on the hub everything, could not be seen. */
function stillHeld({ report, members }: Moment, { key, items }: TroubleRecord): readonly string[] {
  const isUnseen = (name: string) => {
    const found = report.clusters.find((each) => each.name === name)
    return found !== undefined && (found.state === 'unknown' || found.state === 'error')
  }
  const hub = report.clusters.find((each) => each.name === HUB_CLUSTER)
  const isHubUnseen = hub === undefined ? !['hub', 'contexts'].includes(report.source) : isUnseen(HUB_CLUSTER)
  if (key === 'undelivered') return report.undelivered.length === 0 && isHubUnseen ? items : []
  return items.filter((item) => {
    const [cluster = '', template = ''] = item.split(' ')
    if (members !== undefined && !members.includes(cluster)) return false
    if (key === 'refused') return isUnseen(cluster)
    const isShown = report.unhealthy.some((each) => each.cluster === cluster && each.template === template)
    const isNotJudged = report.notEvaluated.some((each) => each.cluster === cluster && each.template === template)
    return !isShown && (isUnseen(cluster) || isNotJudged)
  })
}
