import { expect, test } from 'vitest'
import { reconcile } from '../../../engine/flows/reconcile.ts'
import { setGate } from '../../../engine/flows/set-gate.ts'
import { NOISE_RULES } from '../../../engine/model/noise-rules.ts'
import { person } from '../../contracts/scratch-repository.ts'
import { aSite } from './a-site.ts'

const BRANCH = 'isthmus/change/small'

test('a push while the gate is asked leaves the verdict to the commit that was judged', async () => {
  const site = aSite()
  await reconcile('small', site.input())
  site.merge()
  const placement = site.repository.branches().get('main')?.get('placements/small.yaml') ?? ''
  site.repository.commitAs(person, 'main', { 'placements/small.yaml': placement.replace('all: true', 'names: [one]') })
  await reconcile('small', site.input())
  const judged = (await site.repository.resolve(BRANCH)) ?? ''
  const { repository } = site
  let pushed = 0
  // Somebody empties the proposed state right after the branch was looked up.
  const pushedTo: typeof repository = {
    ...repository,
    resolve: async (ref) => {
      const commit = await repository.resolve(ref)
      if (ref !== BRANCH || pushed++ > 0) return commit
      const paths = [...(repository.branches().get(BRANCH)?.keys() ?? [])]
      const gone = paths.filter((path) => path.startsWith('rendered/')).map((path) => [path, undefined] as const)
      repository.commitAs(person, BRANCH, Object.fromEntries(gone))
      return commit
    },
  }
  const limits = { removalLimit: 3, moveLimit: 100 }
  const asked = { ...site.input(), ...limits, noise: NOISE_RULES, environment: 'small' }
  const before = await setGate('small', asked)
  const gate = await setGate('small', { ...asked, repository: pushedTo })
  expect(pushed).toBeGreaterThan(0)
  expect(site.forge.checks.filter((each) => each.name === 'isthmus/gate').map((each) => each.commit)).toContain(judged)
  expect(gate).toEqual(before)
})
