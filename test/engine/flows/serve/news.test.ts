import { expect, test } from 'vitest'
import { reconcile } from '../../../../engine/flows/reconcile.ts'
import { newsOf } from '../../../../engine/flows/serve/news.ts'
import { person } from '../../../contracts/scratch-repository.ts'
import { aSite } from '../a-site.ts'

const editOf = (site: ReturnType<typeof aSite>, path: string, from: string, to: string) => {
  const text = site.repository.branches().get('main')?.get(path) ?? ''
  expect(text).toContain(from)
  return { [path]: text.replace(from, to) }
}

test('what nobody has been shown is news until it was worked on, and again when it is something else', async () => {
  const site = aSite()
  const newsIn = newsOf(site.input())
  const first = await newsIn('small')
  expect([first.isNews, (await newsIn('small')).isNews]).toEqual([true, true])
  await reconcile('small', site.input())
  first.told()
  expect((await newsIn('small')).isNews).toBe(false)
  const edit = editOf(site, 'placements/small.yaml', 'clusters: { all: true }', 'clusters: { names: [one] }')
  site.repository.commitAs(person, 'main', edit)
  expect((await newsIn('small')).isNews).toBe(true)
})

test('a push that changes nothing of an environment is no news for it, nor is what is merged, refused or unknown', async () => {
  const site = aSite()
  const newsIn = newsOf(site.input())
  await reconcile('small', site.input())
  site.merge()
  expect((await newsIn('small')).isNews).toBe(false)
  site.repository.commitAs(person, 'main', { 'README.md': 'another\n' })
  expect((await newsIn('small')).isNews).toBe(false)
  expect((await newsIn('other')).isNews).toBe(false)
  site.repository.commitAs(
    person,
    'main',
    editOf(site, 'placements/small.yaml', 'environment: small', 'environment: 7'),
  )
  expect((await newsIn('small')).isNews).toBe(false)
})

test('what was pushed while it was worked on is still news', async () => {
  const site = aSite()
  const newsIn = newsOf(site.input())
  const before = await newsIn('small')
  const edit = editOf(site, 'placements/small.yaml', 'clusters: { all: true }', 'clusters: { names: [one] }')
  site.repository.commitAs(person, 'main', edit)
  before.told()
  expect((await newsIn('small')).isNews).toBe(true)
})
