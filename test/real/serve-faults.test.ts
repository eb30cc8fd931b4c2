import { beforeAll, describe, expect, test } from 'vitest'
import { platformMaker, scaleVault } from '../engine/commands/a-platform.ts'
import { gitShim, isthmusChild, pathWith } from '../engine/server/a-child.ts'
import type { PlatformMaker } from '../engine/server/a-served.ts'
import { aServed, openPulls } from '../engine/server/a-served.ts'

let aPlatform: PlatformMaker

beforeAll(async () => {
  aPlatform = await platformMaker()
})

const PUSH = 'push --porcelain --no-verify --force-with-lease='

/** A drifted platform, and `isthmus serve --once` on it over a Git that a test can spoil. */
async function aDrifted() {
  const place = await aServed(aPlatform)
  const shim = gitShim(place.root)
  await scaleVault(place.clusters, 'cluster1', 2)
  const env = { ...place.env, ...pathWith(shim) }
  return { ...place, shim, run: () => isthmusChild(place.work, ['serve', '--from', place.clusters, '--once'], env) }
}

describe('killed with SIGKILL around each push that a drift takes', () => {
  test.each(['before', 'after'] as const)(
    '%s it: one proposal, no alert lost, at most one twice under its id',
    async (kill) => {
      const counted = await aDrifted()
      counted.shim.plan({ only: PUSH })
      expect(await counted.run().ended).toBe(0)
      const pushes = counted.shim.count()
      expect(pushes).toBeGreaterThan(3)
      for (let at = 1; at <= pushes; at++) {
        const { work, shim, run, alerts } = await aDrifted()
        shim.plan({ kill, at, only: PUSH })
        expect(await run().ended, `${kill} push ${at}`).toBe('SIGKILL')
        shim.plan({})
        expect(await run().ended).toBe(0)
        expect(await openPulls(work), `${kill} push ${at}`).toHaveLength(1)
        expect(new Set(alerts().map((each) => each.id)).size, `${kill} push ${at}`).toBe(1)
        expect(alerts().length).toBeLessThanOrEqual(2)
      }
    },
    900_000,
  )
})

test('a full disk loses nothing and stops nothing: it says so, and goes on when there is room', async () => {
  const { work, shim, run, alerts } = await aDrifted()
  shim.plan({ full: 'fast-import' })
  const full = run()
  expect(await full.ended).toBe(1)
  expect(full.lines().find((each) => each.event === 'lock-unreachable')).toMatchObject({ code: 'git/no-space' })
  shim.plan({})
  const after = run()
  expect(await after.ended).toBe(0)
  expect(await openPulls(work)).toHaveLength(1)
  expect(alerts()).toHaveLength(1)
}, 90_000)
