import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import {
  aRendered,
  configMap,
  deliveredTo,
  hubOf,
  NOW,
  replica,
  reportOn,
  rootPolicy,
  template,
} from './status-a-hub.ts'

const FOUND = 'Compliant; notification - configmaps [settings] found as specified in namespace shop'
const DIFFERS = 'NonCompliant; violation - configmaps [settings] found but not as specified in namespace shop'

const asking = (level: string) =>
  rootPolicy('shop', [template({ name: 'settings', objects: [configMap('settings', { level })] })])

/** Merged is `debug`; the hub still asks for `asked`, the cluster has `found` and its agent says `message`. */
function look(asked: string, found: string, message: string) {
  const rendered = aRendered([asking('debug')], ['c1'])
  const told = [{ template: 'settings', history: [['2026-03-04T05:00:00Z', message] as const] }]
  const others = deliveredTo(rendered).filter((each) => each.kind !== 'Policy')
  const hub = hubOf([...others, asking(asked), replica(asking(asked), 'c1', told)])
  const objects: readonly JsonObject[] = [configMap('settings', { level: found })]
  const report = reportOn(rendered, hub, [{ cluster: 'c1', state: 'seen', observedAt: NOW, objects, problems: [] }])
  return { drifts: report.drifts.length, state: report.clusters[0]?.state, undelivered: report.undelivered.length }
}

describe('objects that are not yet as merged', () => {
  test.each([
    ['the hub does not ask for it yet, and has what it asks for', ['info', 'info', FOUND], 0, 'notRolledOut', 1],
    ['the hub does not ask for it yet, and has something else', ['info', 'none', DIFFERS], 1, 'drifted', 1],
    ['the hub asks for it, and its agent has not looked again', ['debug', 'info', FOUND], 1, 'drifted', 0],
    ['the hub asks for it, and it is there', ['debug', 'debug', FOUND], 0, 'inSync', 0],
  ] as const)('%s', (_, [asked, found, message], drifts, state, undelivered) => {
    expect(look(asked, found, message)).toEqual({ drifts, state, undelivered })
  })
})
