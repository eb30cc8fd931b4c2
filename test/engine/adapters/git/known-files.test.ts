import { expect, test } from 'vitest'
import { knownFiles } from '../../../../engine/adapters/git/known-files.ts'

const files = (path: string, text = 'a') => new Map([[path, text]])
const changeOf = (write: Readonly<Record<string, string>>, remove: readonly string[] = []) => ({
  write: new Map(Object.entries(write)),
  remove,
})

test('a reading is given back for its commit and path alone', () => {
  const known = knownFiles()
  known.set('one', 'a/b', files('a/b'))
  expect(known.get('one', 'a/b')).toEqual(files('a/b'))
  expect([known.get('one', 'a'), known.get('two', 'a/b')]).toEqual([undefined, undefined])
})

test('what is known of a parent holds for the commit on top of it, where its change does not reach', () => {
  const known = knownFiles()
  for (const path of ['', 'a', 'a/b', 'a/bc', 'c', 'd/e']) known.set('one', path, files(path))
  known.follow('one', 'two', changeOf({ 'a/b': 'new' }, ['d']))
  const kept = ['', 'a', 'a/b', 'a/bc', 'c', 'd/e'].map((path) => known.get('two', path))
  expect(kept).toEqual([undefined, undefined, files('a/b', 'new'), files('a/bc'), files('c'), undefined])
  // Whoever appends takes its place, and a history would else be held as often as it was appended to.
  expect(known.get('one', 'a/b')).toBeUndefined()
})

test('so much is kept and no more: the commits that were not asked for longest go first', () => {
  const known = knownFiles(2_000)
  for (const commit of ['one', 'two', 'three']) known.set(commit, 'a', files('a', 'x'.repeat(300)))
  known.get('one', 'a')
  for (const commit of ['four', 'five']) known.set(commit, 'a', files('a', 'x'.repeat(300)))
  expect(['one', 'two', 'three', 'four', 'five'].filter((each) => known.get(each, 'a'))).toEqual([
    'one',
    'three',
    'four',
    'five',
  ])
  known.set('six', 'a', files('a', 'x'.repeat(600)))
  expect(known.get('six', 'a')).toBeUndefined()
})
