import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSync } from 'recheck'
import { isNode, parse, visits } from '../architecture/syntax.ts'

/** A regular expression of ours. */
interface Expression {
  readonly place: string
  readonly source: string
  readonly flags: string
}

const root = join(import.meta.dirname, '..', '..')

/** Every regular expression written out in what is published, each once. */
function expressions(): readonly Expression[] {
  const found = new Map<string, Expression>()
  for (const folder of ['engine', 'policies'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((each) =>
      each.endsWith('.ts'),
    )) {
      const text = readFileSync(join(root, folder, name), 'utf8')
      for (const { node } of visits(parse(text))) {
        const regex: unknown = isNode(node) && node.type === 'Literal' ? node.regex : undefined
        if (typeof regex !== 'object' || regex === null || !('pattern' in regex) || !('flags' in regex)) continue
        const [source, flags] = [String(regex.pattern), String(regex.flags)]
        const line = text.slice(0, node.start).split('\n').length
        found.set(`/${source}/${flags}`, { place: `${folder}/${name}:${line}`, source, flags })
      }
    }
  return [...found.values()]
}

/** `npm run fuzz:expressions`: asks recheck which of our regular expressions take more than linear time, and for a text that shows it. */
const counts = { safe: 0, vulnerable: 0, unknown: 0 }
for (const { place, source, flags } of expressions()) {
  const result = checkSync(source, flags, { timeout: 10_000 })
  counts[result.status]++
  if (result.status === 'vulnerable')
    process.stdout.write(
      `${place} ${result.complexity.summary}: /${source}/${flags}\n  ${result.attack.pattern.slice(0, 200)}\n`,
    )
  if (result.status === 'unknown')
    process.stdout.write(`${place} not decided (${result.error.kind}): /${source}/${flags}\n`)
}
process.stdout.write(`${counts.safe} linear, ${counts.vulnerable} not, ${counts.unknown} not decided\n`)
