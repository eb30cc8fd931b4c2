import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../../..')

/** One fenced block of a page, such as ```` ```console exit=2 ````. */
export interface Fence {
  readonly page: string
  /** Line of its first fence mark, from 1. */
  readonly line: number
  /** First word behind the mark: sh, console, yaml, diff, …; '' where there is none. */
  readonly language: string
  /** `name=value` of the words behind it. */
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

const NOT_OURS = /^(?:node_modules|dist|test|rendered|\.git)(?:\/|$)/

/** Every Markdown page that people read, by its path from the root. */
export function pagePaths(): readonly string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md') && !NOT_OURS.test(path) && !path.includes('node_modules/'))
    .sort()
}

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export function fencesOf(page: string, text: string = readPage(page)): readonly Fence[] {
  const lines = text.split('\n')
  const fences: Fence[] = []
  for (let i = 0; i < lines.length; i += 1) {
    const [, mark, info = ''] = /^ *(`{3,})(.*)$/.exec(lines[i] ?? '') ?? []
    if (mark === undefined) continue
    const end = lines.findIndex((line, at) => at > i && line.trim() === mark)
    if (end === -1) throw new Error(`${page}:${i + 1}: this block never ends`)
    const [language = '', ...words] = info.trim().split(/ +/)
    const attributes = Object.fromEntries(words.map((word) => word.split('=', 2) as [string, string]))
    fences.push({ page, line: i + 1, language, attributes, text: lines.slice(i + 1, end).join('\n') })
    i = end
  }
  return fences
}

/** What a page says to its test alone, such as `<!-- starts: platform; runs: apart -->`. */
export interface PageTest {
  /** The folder that it begins in: an empty one, a merged platform, or this checkout. */
  readonly starts: string
  /** `npm test` runs what is quick, `npm run test:stories` what takes longer. */
  readonly runs: 'with the rest' | 'apart'
}

export function pageTestOf(text: string): PageTest {
  const [, said = ''] = /^<!-- (starts: .*) -->$/m.exec(text) ?? []
  const words = new Map(said.split('; ').map((each) => each.split(': ') as [string, string]))
  return { starts: words.get('starts') ?? 'empty', runs: words.get('runs') === 'apart' ? 'apart' : 'with the rest' }
}
