import { expect, test } from 'vitest'
import { rememberedBuilds } from '../../../../engine/adapters/kustomize/remembered.ts'
import type { GeneratorEntry } from '../../../../engine/model/generator-files.ts'

function aBuilder(answer: (text: string) => GeneratorEntry) {
  const clock = { now: 0 }
  const asked: string[] = []
  const kustomize = async (folder: string, files: ReadonlyMap<string, string>) => {
    const text = [folder, ...[...files].flat()].join(' ')
    asked.push(text)
    return answer(text)
  }
  return { clock, asked, build: rememberedBuilds(kustomize, () => clock.now) }
}

const built = (text: string): GeneratorEntry => ({ kind: 'kustomized', text })
const files = (text: string) => new Map([['kustomization.yaml', text]])

test('the same files are built once, whatever their order; another text, name or folder is another build', async () => {
  const { build, asked } = aBuilder(built)
  const two = new Map([...files('a'), ['x.yaml', 'b']])
  expect(await build('p', two)).toEqual(await build('p', new Map([...two].reverse())))
  await build('p', new Map([...files('a'), ['x.yaml', 'c']]))
  await build('p', new Map([...files('a'), ['y.yaml', 'b']]))
  await build('q', two)
  // What follows each other without a word between is not the same either.
  await build(
    'p',
    new Map([
      ['kustomization.yam', 'la'],
      ['x.yaml', 'b'],
    ]),
  )
  expect(asked).toHaveLength(5)
})

test('a refusal is asked for again after ten minutes, and what was built never', async () => {
  const { build, asked, clock } = aBuilder((text) =>
    text.includes('slow') ? { kind: 'refused', message: 'took too long', hint: '' } : built(text),
  )
  for (clock.now = 0; clock.now < 25 * 60_000; clock.now += 60_000) {
    await build('p', files('slow'))
    await build('p', files('fine'))
  }
  expect(asked.map((each) => each.split(' ').at(-1))).toEqual(['slow', 'fine', 'slow', 'slow'])
})

test('what was not asked for longest is forgotten first', async () => {
  const { build, asked } = aBuilder((text) => built(text.at(-1)?.repeat(6 * 2 ** 20) ?? ''))
  for (const each of ['a', 'b', 'a', 'c', 'a', 'b']) await build('p', files(each))
  expect(asked.map((each) => each.at(-1))).toEqual(['a', 'b', 'c', 'b'])
})
