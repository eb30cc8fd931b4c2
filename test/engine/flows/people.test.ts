import { expect, test } from 'vitest'
import type { ProposalTerms } from '../../../engine/flows/people.ts'
import { limitsIn, ownersIn, withPeople } from '../../../engine/flows/people.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { draft } from '../../contracts/forge.ts'
import { changeOf } from '../../contracts/repository.ts'

const CODEOWNERS = '* @org/platform\nrendered/ @Ada bob@example.com\n'

test('owners of everything that changes and the configured ones are asked, but for who asked for it', async () => {
  const repository = fakeRepository({ 'docs/CODEOWNERS': CODEOWNERS })
  const change = { ...changeOf({ 'rendered/gdw/a.yaml': '1' }), remove: ['policies/x.yaml'] }
  const at = { repository, commit: 'main' }
  const terms = { reviewers: ['@carol', '@Ada'], assignees: ['@carol'] }
  const asked = async (askers: readonly string[]) => (await withPeople(draft, change, at, terms, askers)).reviewers
  expect(await asked([])).toEqual(['@Ada', '@org/platform', 'bob@example.com', '@carol'])
  expect(await asked([' ada ', 'BOB@example.com', 'nobody'])).toEqual(['@org/platform', '@carol'])
  expect((await withPeople(draft, change, at, terms)).assignees).toEqual(['@carol'])
  expect(await withPeople(draft, change, { repository: fakeRepository(), commit: 'main' })).toMatchObject({
    reviewers: [],
    assignees: [],
  })
})

test('the first CODEOWNERS that forges look for counts', async () => {
  const repository = fakeRepository({ CODEOWNERS: '* @root\n', '.github/CODEOWNERS': '* @first\n' })
  expect(await ownersIn(repository, 'main', ['x'])).toEqual(['@first'])
})

test('a Gitea is taken at its own CODEOWNERS: regular expressions, of which those for everything are known', async () => {
  const repository = fakeRepository({
    '.github/CODEOWNERS': '* @github\n',
    'docs/CODEOWNERS': '.* @ada @bob\nrendered/.*\\.yaml @carol\n',
  })
  const draftFor = (terms: ProposalTerms) =>
    withPeople(draft, changeOf({ 'rendered/gdw/a.yaml': '1' }), { repository, commit: 'main' }, terms, ['bob'])
  expect((await draftFor({ forge: 'gitea' })).reviewers).toEqual(['@ada'])
  expect((await draftFor({})).reviewers).toEqual(['@github'])
})

test('a forge is taken at the file that it reads itself, in its own way', async () => {
  const repository = fakeRepository({
    '.github/CODEOWNERS': '* @github\n',
    '.gitlab/CODEOWNERS': '[Platform] @@maintainer @gitlab\n*\n',
  })
  expect(await ownersIn(repository, 'main', ['x'], { forge: 'gitlab' })).toEqual(['@gitlab'])
  expect(await ownersIn(repository, 'main', ['x'], { forge: 'github' })).toEqual(['@github'])
  const elsewhere = fakeRepository({ '.gitlab/CODEOWNERS': '* @gitlab\n' })
  expect(await ownersIn(elsewhere, 'main', ['x'], { forge: 'github' })).toEqual([])
})

test('limits that nobody set are none', () => {
  expect(limitsIn()).toEqual({})
  expect(limitsIn({ limits: { openProposals: 1, newProposalsPerHour: 1 } })).toHaveProperty('limits')
})
