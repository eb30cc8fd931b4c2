import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import { readMerged, readProposed, readProposedSources } from '../../../engine/flows/read-merged.ts'
import { TOO_LARGE } from '../../../engine/model/git.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { person } from '../../contracts/scratch-repository.ts'

const MIB = 2 ** 20
const text = (mib: number) => `# ${'x'.repeat(mib * MIB)}\n`

async function proposed(merged: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>) {
  const repository = fakeRepository({ 'isthmus.yaml': '', ...merged })
  repository.commitAs(person, 'proposed', files)
  const commit = (await repository.resolve('proposed')) ?? ''
  const read: string[] = []
  const counted = {
    ...repository,
    readTree: async (at: string, folder: string) => {
      read.push(folder)
      return await repository.readTree(at, folder)
    },
  }
  return { repository: counted, commit, read }
}

describe('what anybody may propose is read', () => {
  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['up to 4 MiB of what people write', {}, { 'policies/a/a.yaml': text(3) }],
    ['up to twice of what is merged', { 'policies/a/a.yaml': text(3) }, { 'policies/a/b.yaml': text(2) }],
    ['up to 64 MiB of what is rendered', {}, { 'rendered/a/a.yaml': text(60) }],
  ])('%s', async (_, merged, files) => {
    const { repository, commit } = await proposed(merged, files)
    expect((await readProposed(repository, commit)).commit).toBe(commit)
  })

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['policies', { 'policies/a/a.bin': text(9) }, 'the files that people write have 9.0 MiB'],
    ['rendered', { 'rendered/a/a.yaml': text(70) }, 'rendered/ has 70.0 MiB'],
  ])('and nothing of it where there is more: %s', async (_, files, message) => {
    const { repository, commit, read } = await proposed({}, files)
    await expect(readProposed(repository, commit)).rejects.toMatchObject({ code: TOO_LARGE, message })
    expect(read).toEqual([])
  })

  test('its sources alone do not ask for what is rendered', async () => {
    const { repository, commit, read } = await proposed({}, { 'rendered/a/a.yaml': text(70), 'placements/a.yaml': '' })
    expect((await readProposedSources(repository, commit)).map((each) => each.path)).toEqual([
      'placements/a.yaml',
      'isthmus.yaml',
    ])
    expect(read).not.toContain('rendered')
  })
})

test('the merged commit is read once, also through copies of the port with other verbs', async () => {
  const { repository, read } = await proposed({}, {})
  const merged = await readMerged(repository)
  const once = [...read]
  expect(await readMerged({ ...repository, resolve: async (ref) => await repository.resolve(ref) })).toBe(merged)
  expect(read).toEqual(once)
})

test('a file of a commit that is larger than one of a working tree may be is the same finding', () => {
  const { findings } = expandAll({ files: [{ path: 'policies/a/a.yaml', text: text(1) }], findings: [] }, [], '')
  expect(findings).toContainEqual(
    expect.objectContaining({
      rule: 'files/too-large',
      severity: 'error',
      file: 'policies/a/a.yaml',
      line: 1,
      message: 'the file is larger than 1 MiB',
    }),
  )
})

test('a default branch that was renamed meanwhile is named, with what to do', async () => {
  const repository = fakeRepository({ 'isthmus.yaml': '' })
  await readMerged(repository)
  repository.removeByHand('main')
  await expect(readMerged(repository)).rejects.toMatchObject({
    code: 'repository/no-default-branch',
    hint: expect.stringContaining('start this again'),
  })
  await expect(readMerged(repository, 'nowhere')).rejects.toMatchObject({ code: 'repository/unknown-ref' })
})
