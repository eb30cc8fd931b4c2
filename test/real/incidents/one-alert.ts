import { expect } from 'vitest'
import type { Alert } from '../../../engine/model/chat.ts'

const textOf = ({ title, lines }: Alert) => [title, ...lines].join('\n')

/** Exactly one alert of that event, which says all of this. */
export function oneOf(alerts: readonly Alert[], event: Alert['event'], ...says: readonly RegExp[]): void {
  expect(alerts.map((each) => `${each.event} ${each.title}`)).toEqual([expect.stringMatching(new RegExp(`^${event} `))])
  const [alert] = alerts
  for (const each of says) expect(alert && textOf(alert)).toMatch(each)
}
