import { expect, test } from 'vitest'
import type { Drift } from '../../../../engine/model/drift.ts'
import type { JsonObject } from '../../../../engine/model/json.ts'
import type { Rendered } from '../../../../engine/model/rendered.ts'
import type { Edit } from './seeded-edits/edits.ts'
import { makeEdit } from './seeded-edits/edits.ts'
import type { Fleet } from './seeded-edits/fleet.ts'
import { askedIn, deliver, idOf, referencePlan, report } from './seeded-edits/fleet.ts'
import { randomFrom } from './seeded-edits/random.ts'
import { served } from './seeded-edits/server.ts'

const EDITS = 500
const A_LOOK = 20

const rendered = referencePlan()
const asked = askedIn(rendered)
const delivered = deliver(rendered)
const random = randomFrom(20260301)
const fleet: Fleet = new Map(
  [...delivered].map(([cluster, objects]) => [cluster, objects.map((each): JsonObject => served(each, random))]),
)

/** Edits of different objects, all in one look. */
function manyEdits(count: number): { readonly fleet: Fleet; readonly edits: readonly Edit[] } {
  const edits: Edit[] = []
  const touched = new Set<string>()
  let edited = fleet
  while (edits.length < count) {
    const target = random.pick(asked)
    const made = touched.has(target.id) ? undefined : makeEdit(edited, target, random)
    if (!made || touched.has(made[1].id)) continue
    touched.add(made[1].id)
    edits.push(made[1])
    edited = made[0]
  }
  return { fleet: edited, edits }
}

function isOf(drift: Drift, edit: Edit): boolean {
  const { kind, namespace, name } = drift.object
  return drift.clusters.includes(edit.cluster) && `${kind} ${namespace}/${name}` === edit.id
}

/** Objects to which another definition adds a value that only RHACM resolves: here its text stands in them. */
function isUnresolved(drift: Drift): boolean {
  return JSON.stringify(drift.fields).includes('{{')
}

/** Right where the edit is told, at its place and nowhere else, with the tool that made it. */
function isRight(edit: Edit, drifts: readonly Drift[]): boolean {
  const own = drifts.filter((each) => isOf(each, edit))
  const { seen } = edit
  if (seen === undefined) return own.length === 0
  const isPlace = (pointer: string) =>
    seen.pointer.endsWith('/') ? pointer.startsWith(seen.pointer) : pointer === seen.pointer
  return (
    own.length > 0 &&
    own.every(
      (each) =>
        each.change === seen.change &&
        (seen.pointer === '' ? each.fields.length === 0 : each.fields.length > 0) &&
        each.fields.every((field) => isPlace(field.pointer)) &&
        each.attribution.manager === seen.manager,
    )
  )
}

test('a fleet that nobody edited shows no drift, whatever servers and controllers write', () => {
  const { drifts, summary, hidden = [] } = report(rendered, fleet)
  expect(drifts).toEqual([])
  expect(summary).toMatchObject({ inSync: fleet.size, drifted: 0, error: 0 })
  expect(hidden.map((each) => each.rule)).toEqual(expect.arrayContaining(['server/default', 'cert-manager/duration']))
  expect(report(rendered, fleet, []).drifts.length).toBeGreaterThan(10)
})

test('the same where every policy allows no more than it names', () => {
  const strict = JSON.parse(
    JSON.stringify(rendered).replaceAll('"complianceType":"musthave"', '"complianceType":"mustonlyhave"'),
  ) as Rendered
  const own = report(strict, fleet).drifts.filter((each) => !isUnresolved(each))
  expect(own.map((each) => [each.object, each.fields])).toEqual([])
  const loud = report(strict, fleet, []).drifts.filter((each) => !isUnresolved(each))
  expect(loud.length).toBeGreaterThan(50)
})

test('of five hundred edits by five tools nearly all are told at their place and with their tool, and none is invented', () => {
  const wrong: Edit[] = []
  const invented: string[] = []
  const all: Edit[] = []
  while (all.length < EDITS) {
    const look = manyEdits(A_LOOK)
    const { drifts } = report(rendered, look.fleet)
    all.push(...look.edits)
    wrong.push(...look.edits.filter((each) => !isRight(each, drifts)))
    for (const drift of drifts) {
      if (!look.edits.some((each) => isOf(drift, each))) invented.push(`${drift.object.kind} ${drift.object.name}`)
    }
  }
  const visible = all.filter((each) => each.seen !== undefined)
  expect(invented).toEqual([])
  expect(wrong.length).toBeLessThanOrEqual(visible.length / 100)
  expect(new Set(all.map((each) => each.manager)).size).toBe(5)
  expect(new Set(all.map((each) => each.kind)).size).toBe(7)
  expect(visible.length).toBeGreaterThan(EDITS / 2)
  expect(fleet.get('cluster1')?.map(idOf)).toEqual(delivered.get('cluster1')?.map(idOf))
})
