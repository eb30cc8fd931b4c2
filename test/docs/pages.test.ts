import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { aRepository, validateFiles } from '../engine/stages/validate/a-repository.ts'
import { commandLinesIn, knownOptions } from './pages/command-lines.ts'
import { fencesOf, pagePaths, pageTestOf, ROOT, readPage } from './pages/page.ts'
import { stepsOf } from './pages/steps.ts'

const LANGUAGES = ['', 'sh', 'console', 'yaml', 'json', 'diff', 'text']
/** What a block may need that a test has not. */
const NEEDS = ['browser', 'checkout', 'contexts', 'forge', 'hub', 'kustomize', 'registry', 'shell', 'terminal']

const pages = pagePaths().map((path) => {
  const text = readPage(path)
  return { path, text, fences: fencesOf(path, text) }
})
const fences = pages.flatMap((each) => each.fences)
const lines = pages.flatMap(({ path, text, fences: own }) => commandLinesIn(path, text, own))
const options = await knownOptions()

test('blocks are of a language that a test knows what to do with', () => {
  const unknown = fences.filter(({ language }) => !LANGUAGES.includes(language))
  expect(unknown.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([])
  const silent = fences.filter(
    ({ language, text }) => language === '' && /^(\$ )?(isthmus|npm|git|oc|kubectl) /m.test(text),
  )
  expect(silent.map(({ page, line }) => `${page}:${line}`)).toEqual([])
})

test('what is not run says what it needs, and here is all of it', async () => {
  const apart = fences.filter(({ attributes }) => attributes.needs !== undefined)
  expect(apart.filter(({ attributes }) => !NEEDS.includes(attributes.needs ?? ''))).toEqual([])
  const commands = (text: string) =>
    text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')).length
  const list = apart.map(({ page, line: _, attributes, text }) => `${attributes.needs}  ${page}  ${commands(text)}`)
  const run = fences.flatMap(stepsOf).filter((each) => each.kind === 'run').length
  await expect(`${[...list].sort().join('\n')}\n\nrun: ${run} steps\n`).toMatchFileSnapshot('pages/needs.txt')
})

test('pages run with the rest or apart, and begin somewhere', () => {
  const said = pages.filter(({ text }) => text.includes('<!-- starts')).map(({ text }) => pageTestOf(text).starts)
  expect(said.length).toBeGreaterThan(10)
  expect(said.filter((each) => !['empty', 'platform', 'checkout'].includes(each))).toEqual([])
})

test('every command and option that a page names is there', () => {
  const wrong = lines.filter(({ words }) => {
    const at = words.findIndex((word, i) => !word.startsWith('-') && words[i - 1] !== '-C')
    const [command = '', ...rest] = words.slice(at)
    if (!/^[a-z]+$/.test(command)) return words[0] !== '--version' && !/^(ARGS|COMMAND|…)$/.test(command)
    const known = options.get(command)
    return known === undefined || rest.some((word) => /^--?[a-z]/.test(word) && !known.has(word.replace(/=.*/, '')))
  })
  expect(lines.length).toBeGreaterThan(150)
  expect(wrong.map(({ place, words }) => `${place}: isthmus ${words.join(' ')}`)).toEqual([])
})

test('every npm script that a page names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:]*)/g)].map(([, name = '']) => ({ path, name })),
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(({ name }) => !Object.hasOwn(scripts, name))).toEqual([])
})

describe('YAML that a page shows', () => {
  // READMEs of components show alternatives under one key.
  const yaml = fences.filter(({ language, page }) => language === 'yaml' && !page.startsWith('policies/'))

  test('can be read', () => {
    expect(yaml.length).toBeGreaterThan(20)
    for (const { page, line, text } of yaml) expect(() => loadAll(text), `${page}:${line}`).not.toThrow()
  })

  const configurations = yaml.filter(({ text }) => text.includes('kind: Configuration'))
  test.each(configurations)('is a valid isthmus.yaml at $page:$line', ({ text }) => {
    expect(validateFiles(aRepository({ 'isthmus.yaml': text })).findings).toEqual([])
  })

  test('has examples of isthmus.yaml', () => {
    expect(configurations.length).toBeGreaterThan(8)
  })
})

test('a page says at once what one can do after reading it', () => {
  const own = pages.filter(({ path }) => /^docs\/(how-to|tutorial|explanation|reference)\/(?!json\/)/.test(path))
  const opening = ({ text }: { readonly text: string }) =>
    text
      .replace(/^#.*\n/, '')
      .replace(/<!--.*?-->/gs, '')
      .replace(/Made by[^.]*\./, '')
      .trim()
      .slice(0, 400)
  const silent = own.filter((each) => !/After (reading )?this page|[Yy]ou /.test(opening(each)))
  expect(silent.map((each) => each.path)).toEqual([])
})
