import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { aWorld } from '../a-world.ts'
import { BOUNDS, verdicts } from '../bounds.ts'
import { settle, soak } from '../soak.ts'
import { shown } from '../verdict.ts'

const MINUTES = Number(process.env.SOAK_MINUTES ?? 60)
const SEED = Number(process.env.SOAK_SEED ?? 20_261_122)
const FILE = resolve(process.env.SOAK_FILE ?? 'test/soak/out/hour.jsonl')

test(`${MINUTES} minutes of isthmus serve with constant small changes: flat, and nothing left behind`, async () => {
  mkdirSync(dirname(FILE), { recursive: true })
  writeFileSync(FILE, '')
  const world = await aWorld(SEED)
  const { isthmus, hub, chat } = world
  const options = { minutes: MINUTES, paceMs: [2_000, 5_000] as const, everyMs: 5_000, oftenMs: 60_000, file: FILE }
  const { points, tally, acts } = await soak(world, options)
  const judged = verdicts(points, MINUTES, BOUNDS)
  const lines = judged.map((each) =>
    [each.of, each.first, each.last, each.least, each.most, each.perHour]
      .map((cell) => (typeof cell === 'number' ? shown(cell) : cell))
      .join(' | '),
  )
  process.stderr.write(`${acts} acts, seed ${SEED}: ${[...tally].map(([name, n]) => `${name} ${n}`).join(', ')}\n`)
  process.stderr.write(`of | first | last | least | most | an hour\n${lines.join('\n')}\n`)
  process.stderr.write(`alerts taken ${chat.heard.length}, refused ${chat.refused()}, views made ${hub.viewsMade()}\n`)
  writeFileSync(`${FILE}.log`, isthmus.text())
  await settle(world, 300_000)
  isthmus.process.kill('SIGTERM')
  expect(await isthmus.ended).toBe(0)
  writeFileSync(`${FILE}.log`, isthmus.text())
  expect(isthmus.lines().filter((each) => each.level === 'error')).toEqual([])
  expect([hub.watching(), hub.views()]).toEqual([0, 0])
  const ids = chat.heard.map((each) => each.id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  await world.end()
  expect(judged.flatMap((each) => each.broken)).toEqual([])
})
