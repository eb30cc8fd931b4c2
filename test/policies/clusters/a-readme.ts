import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..', 'policies')

/** First cells of one table of a component's README that are written as code. */
export function namesInReadme(component: string, section: string): readonly string[] {
  const text = readFileSync(join(root, component, 'README.md'), 'utf8')
  const [, body = ''] = text.split(`## ${section}\n`)
  const [table = ''] = body.split('\n## ')
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].flatMap(([, name]) => name ?? []).sort()
}

/** Every rule id that the component's own code names. */
export function rulesInCode(component: string): readonly string[] {
  const folder = join(root, component)
  const sources = readdirSync(folder).filter((each) => each.endsWith('.ts'))
  const found = sources.flatMap((each) => [...readFileSync(join(folder, each), 'utf8').matchAll(/rule: '([^']+)'/g)])
  return [...new Set(found.flatMap(([, rule]) => rule ?? []))].sort()
}
