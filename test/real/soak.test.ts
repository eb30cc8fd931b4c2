import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aSandbox } from '../soak/a-sandbox.ts'
import { aWorld } from '../soak/a-world.ts'
import { BOUNDS, verdicts } from '../soak/bounds.ts'
import { before, checkLap, LAPS } from '../soak/laps.ts'
import { settle, soak } from '../soak/soak.ts'

const MINUTES = 0.5

test('half a minute of what `npm run soak` does for an hour: nothing is left behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-soaked-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const world = await aWorld(1)
  const options = { minutes: MINUTES, paceMs: [100, 500] as const, everyMs: 1_000, oftenMs: 6_000 }
  const { points, acts } = await soak(world, { ...options, file: join(folder, 'samples.jsonl') })
  expect(acts).toBeGreaterThan(5)
  await settle(world, 90_000)
  world.isthmus.process.kill('SIGTERM')
  expect(await world.isthmus.ended).toBe(0)
  expect(world.isthmus.lines().filter((each) => each.level === 'error')).toEqual([])
  expect([world.hub.watching(), world.hub.views()]).toEqual([0, 0])
  // Half a minute says nothing of a slope.
  const limits = BOUNDS.map(({ perHour: _, ...bound }) => bound)
  expect(verdicts(points, MINUTES, limits).flatMap((each) => each.broken)).toEqual([])
  await world.end()
})

test('killed at some moments of a drift: one proposal, one alert', async () => {
  const sandbox = await aSandbox()
  for (const name of ['a push', 'a merge', 'a drift']) {
    const lap = LAPS.find((each) => each.name === name)
    if (!lap) throw new Error(`there is no lap ${name}`)
    const known = await before(sandbox)
    await lap.happen(sandbox, 1)
    for (const afterMs of [400, 1_200, 2_000]) {
      await sandbox.start(['--once'], { afterMs, withChildren: afterMs > 1_000 })
    }
    expect((await sandbox.start(['--once'])).how).toBe(0)
    await checkLap(lap, sandbox, known, 3)
  }
  sandbox.end()
})
