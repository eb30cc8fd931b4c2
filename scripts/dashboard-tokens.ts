/**
 * `npm run docs` runs it: takes from PatternFly the design tokens that the dashboard's style uses, light and dark, with their
 * final values, so that nothing of the package is published but these lines.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { STYLE } from '../engine/web/assets/style.ts'

const root = join(import.meta.dirname, '..')
const HEAD = `/** Design tokens of PatternFly (MIT), light and dark. Made by \`npm run docs\` from the pinned package; not edited by hand. */\n`

export function tokensModule(): string {
  const css = readFileSync(join(root, 'node_modules/@patternfly/patternfly/base/patternfly-variables.css'), 'utf8')
  const light = tokensIn(css, ':root {')
  const dark = new Map([...light, ...tokensIn(css, ':root:where(.pf-v6-theme-dark) {')])
  const used = [...new Set(STYLE.match(/--pf-t--[\w-]+/g) ?? [])].sort()
  const lines = (tokens: ReadonlyMap<string, string>, names: readonly string[]) =>
    names.map((name) => `${name}: ${finalValue(name, tokens)};`).join('\n')
  const changed = used.filter((name) => finalValue(name, light) !== finalValue(name, dark))
  return `${HEAD}export const LIGHT = \`${lines(light, used)}\`\n\nexport const DARK = \`${lines(dark, changed)}\`\n`
}

function tokensIn(css: string, selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(selector) + selector.length
  const block = css.slice(start, css.indexOf('\n}', start))
  return new Map([...block.matchAll(/^\s*(--[\w-]+):\s*(.+);$/gm)].map(([, name = '', value = '']) => [name, value]))
}

function finalValue(name: string, tokens: ReadonlyMap<string, string>): string {
  const value = tokens.get(name)
  if (value === undefined) throw new Error(`PatternFly has no token ${name}`)
  return value.replace(/var\((--[\w-]+)\)/g, (_, inner: string) => finalValue(inner, tokens))
}

if (import.meta.main) writeFileSync(join(root, 'engine/web/assets/tokens.ts'), tokensModule())
