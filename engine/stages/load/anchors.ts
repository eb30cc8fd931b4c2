import type { Json } from '../../model/json.ts'
import type { Report } from './problem.ts'
import { problem, quoted } from './problem.ts'

/** A value with what it costs to walk: nodes in it and levels below it. */
export interface Built {
  readonly value: Json
  readonly nodes: number
  readonly height: number
  /** Source text of a scalar, which is what it is as a key. */
  readonly text?: string
}

/** Deeper than any manifest in use, and far from where recursion would end. */
export const DEPTH_LIMIT = 100
/** Nodes that aliases may add to a file: enough for any honest use, too few for a bomb. */
const EXPANSION_LIMIT = 100_000

/** Anchors of one file; a file is refused that grows too large or too deep through its aliases. */
export interface Anchors {
  open(name: string): void
  close(name: string, built: Built): void
  resolve(name: string, offset: number, depth: number): Built
  /** Anchors hold within one document. */
  clear(): void
}

const NOTHING: Built = { value: null, nodes: 1, height: 0 }

export function anchorsOf(report: Report): Anchors {
  const known = new Map<string, Built | 'open'>()
  let added = 0
  let refused = false
  const refuse = (offset: number, rule: string, message: string, hint: string): Built => {
    report(problem(offset, rule, message, hint))
    return NOTHING
  }
  return {
    open: (name) => void known.set(name, 'open'),
    close: (name, built) => void known.set(name, built),
    clear: () => known.clear(),
    resolve(name, offset, depth) {
      const anchor = known.get(name)
      const what = `alias ${quoted(`*${name}`)}`
      if (anchor === undefined)
        return refuse(
          offset,
          'yaml/unknown-alias',
          `${what} has no anchor before it`,
          `quote the text, or write \`&${name}\` at the value it stands for`,
        )
      if (anchor === 'open')
        return refuse(
          offset,
          'yaml/alias-cycle',
          `${what} stands inside the value it names`,
          'write the value out; JSON has no cycles',
        )
      if (depth + anchor.height > DEPTH_LIMIT)
        return refuse(
          offset,
          'yaml/too-deep',
          `${what} nests deeper than ${DEPTH_LIMIT} levels`,
          'flatten the document',
        )
      added += anchor.nodes
      if (added <= EXPANSION_LIMIT) return anchor
      if (refused) return NOTHING
      refused = true
      return refuse(
        offset,
        'yaml/alias-limit',
        `aliases of this file add more than ${EXPANSION_LIMIT} values`,
        'write the values out, or split the file',
      )
    },
  }
}
