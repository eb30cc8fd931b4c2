import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../a-sandbox.ts'
import { aSandbox } from '../a-sandbox.ts'
import { chance } from '../chance.ts'
import { before, checkLap, LAPS } from '../laps.ts'
import { diskSample } from '../measure.ts'

const RESTARTS = Number(process.env.SOAK_RESTARTS ?? 1_000)
const MINUTES = Number(process.env.SOAK_MINUTES ?? 25)
const SEED = Number(process.env.SOAK_SEED ?? 20_261_122)
const SIDE_BY_SIDE = 2

interface Tally {
  kills: number
  withChildren: number
  /** It had ended before. */
  late: number
  laps: number
  repeated: number
  locksFound: number
  tempPacks: number
  temporary: number
  ms: number[]
}

beforeAll(() => setPriority(10))

test(`${RESTARTS} kills at random moments, or ${MINUTES} minutes of them: nothing lost, nothing doubled, nothing stuck`, async () => {
  const tally: Tally = {
    kills: 0,
    withChildren: 0,
    late: 0,
    laps: 0,
    repeated: 0,
    locksFound: 0,
    tempPacks: 0,
    temporary: 0,
    ms: [],
  }
  const until = Date.now() + MINUTES * 60_000
  const isOver = () => tally.kills >= RESTARTS || Date.now() > until
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, index) => rounds(SEED + index, tally, isOver)))
  const { ms, ...counts } = tally
  const sorted = ms.sort((a, b) => a - b)
  const text = JSON.stringify({ seed: SEED, ...counts, starts: sorted.length, medianMs: sorted[sorted.length >> 1] })
  mkdirSync('test/soak/out', { recursive: true })
  writeFileSync('test/soak/out/restarts.json', `${text}\n`)
  process.stderr.write(`${text}\n`)
  expect(tally.laps).toBeGreaterThan(0)
})

async function rounds(seed: number, tally: Tally, isOver: () => boolean): Promise<void> {
  const random = chance(seed)
  const sandbox = await aSandbox()
  const state = { serial: 0, wholeMs: 3_000 }
  while (!isOver()) {
    for (const lap of LAPS) {
      if (isOver()) break
      const known = await before(sandbox)
      await lap.happen(sandbox, ++state.serial)
      const kills = 3 + Math.floor(random.next() * 8)
      for (let i = 0; i < kills; i++) {
        // Nothing happens before Node has loaded the program: a tenth of the time.
        const afterMs = random.between(state.wholeMs / 10, state.wholeMs)
        const withChildren = random.next() < 0.5
        const args = random.next() < 0.3 ? ['--listen', '0'] : ['--once']
        const { how } = await sandbox.start(args, { afterMs, withChildren })
        if (how !== 'SIGKILL') tally.late++
        else tally.kills++
        if (withChildren) tally.withChildren++
      }
      const left = diskSample(sandbox.clone, sandbox.temporary)
      tally.locksFound += left.locks ?? 0
      const whole = await sandbox.start(['--once'])
      const where = `seed ${seed}, lap ${state.serial}, ${lap.name}:\n${whole.log}`
      expect(whole.how, where).toBe(0)
      expect(whole.log, where).toContain('"role":"writer"')
      state.wholeMs = state.wholeMs * 0.7 + whole.ms * 0.3
      tally.ms.push(whole.ms)
      tally.repeated += await checkLap(lap, sandbox, known, kills).catch((error: unknown) => {
        throw new Error(where, { cause: error })
      })
      tally.laps++
      if (state.serial % 10 === 0) await checkRepositories(sandbox, tally)
    }
  }
  await checkRepositories(sandbox, tally)
  sandbox.end()
}

/** Both repositories are whole, and what killed processes left stays small. */
async function checkRepositories({ git, clone, origin, temporary }: Sandbox, tally: Tally): Promise<void> {
  for (const each of [clone, origin]) await git(each, 'fsck', '--no-dangling', '--strict')
  const { tempPacks = 0, temporary: files = 0 } = diskSample(clone, temporary)
  tally.tempPacks = Math.max(tally.tempPacks, tempPacks)
  tally.temporary = Math.max(tally.temporary, files)
  expect(readdirSync(join(clone, '.git')).filter((each) => each.endsWith('.lock'))).toEqual([])
}
