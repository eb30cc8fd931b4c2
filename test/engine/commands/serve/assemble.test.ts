import { expect, test } from 'vitest'
import { aSite } from '../../flows/a-site.ts'
import { aServer } from './a-server.ts'

test('a commit of the default branch is read once, for all that a server does with it', async () => {
  const site = aSite()
  const { repository } = site
  const reads: string[] = []
  const { work } = aServer(site, {
    readTree: async (ref, folder) => {
      if (folder === 'rendered') reads.push(ref)
      return await repository.readTree(ref, folder)
    },
  })
  await work.lock.claim()
  const names = await work.discover()
  expect(names).toEqual(['small', 'pull requests'])
  for (const each of names) expect(await work.attempt(each, ['a test'])).toBe('done')
  const tip = await repository.resolve('main')
  expect(reads.filter((each) => each === tip)).toHaveLength(1)
})
