import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
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

test('the same text of many commits is held once', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const known = knownFiles(2 ** 30)
  const before = held()
  const block = '0123456789abcde\n'
  const read = (i: number) => files('a/b', [`${i % 2}`, ...Array<string>(2 ** 16).fill(block)].join(''))
  for (let i = 0; i < 20; i++) known.set(`commit ${i}`, 'a', read(i))
  expect(known.get('commit 0', 'a')?.get('a/b')?.length).toBe(2 ** 20 + 1)
  expect(known.get('commit 19', 'a')?.get('a/b')?.[0]).toBe('1')
  expect((held() - before) / 2 ** 20).toBeLessThan(6)
})

test('a large file is kept of one commit, and others beside it of each', () => {
  const known = knownFiles()
  const large = (text: string) => files('gdw.jsonl', text.repeat(20_000))
  for (const [commit, text] of [
    ['one', 'a'],
    ['two', 'b'],
    ['one', 'a'],
  ] as const) {
    known.set(commit, 'gdw.jsonl', large(text))
    known.set(commit, 'writer.lock', files('writer.lock'))
  }
  const kept = ['one', 'two'].map((commit) => [
    known.get(commit, 'gdw.jsonl')?.size,
    known.get(commit, 'writer.lock')?.size,
  ])
  expect(kept).toEqual([
    [1, 1],
    [undefined, 1],
  ])
  // A folder that holds it is another reading.
  known.set('two', '', large('b'))
  expect(known.get('one', 'gdw.jsonl')).toEqual(large('a'))
})
