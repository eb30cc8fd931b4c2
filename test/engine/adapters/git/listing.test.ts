import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { below, knownListings } from '../../../../engine/adapters/git/listing.ts'
import { runGit } from '../../../../engine/adapters/git/run.ts'
import { commit, scratchLocal, write } from '../../../contracts/scratch-repository.ts'

const placeOf = (directory: string) => ({ directory, variables: process.env, silenceMs: 10_000 })

test('files with their sizes, and what is no file, of the folder alone, whatever their names', async () => {
  const directory = scratchLocal()
  write(directory, { 'a/b\n\tc': 'four', 'a/bc': '', 'ab/c': 'x' })
  symlinkSync('bc', join(directory, 'a/link'))
  const listing = await knownListings(placeOf(directory), 'a/')(commit(directory, {}))
  expect(listing.entries.map(({ path, size }) => [path, size])).toEqual([
    ['a/b\n\tc', 4],
    ['a/bc', 0],
  ])
  expect(listing.others).toEqual(['a/link'])
})

test('a path holds what is below it, not what only begins so', () => {
  const entryOf = (path: string) => ({ id: '0', size: 1, path })
  const listing = { entries: ['a', 'a/b', 'a/b/c', 'a/bc'].map(entryOf), others: ['a/b/link', 'a/bd'] }
  const { entries, others } = below(listing, 'a/b')
  expect([entries.map((each) => each.path), others]).toEqual([['a/b', 'a/b/c'], ['a/b/link']])
  expect(below(listing, '')).toEqual(listing)
})

test('a commit is listed once; one that is not there is asked for again', async () => {
  const directory = scratchLocal()
  const id = commit(directory, { a: '1' })
  const listings = knownListings(placeOf(directory), '')
  const first = listings(id)
  expect(listings(id)).toBe(first)
  const later = 'f'.repeat(40)
  await expect(listings(later)).rejects.toThrow()
  expect(listings(later)).not.toBe(listings(id))
  await expect(listings(later)).rejects.toThrow()
  for (let i = 0; i < 8; i++) {
    await runGit(placeOf(directory), ['tag', `t${i}`])
    await listings(`refs/tags/t${i}`)
  }
  expect(listings(id)).not.toBe(first)
  expect(await listings(id)).toEqual(await first)
})
