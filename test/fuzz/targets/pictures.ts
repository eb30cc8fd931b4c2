import { parseFragment } from 'parse5'
import type { Json } from '../../../engine/model/json.ts'
import { mermaidBlock } from '../../../engine/model/topology/mermaid.ts'
import { recordedTopology } from '../../../engine/model/topology/recorded.ts'
import { topologySvg } from '../../../engine/model/topology/svg.ts'
import { reportOf, topologyFor } from '../../contracts/drift-reports.ts'
import { mutatedJson } from '../hostile.ts'
import { hold, target } from '../target.ts'

const RECORD = JSON.parse(JSON.stringify(topologyFor(reportOf([])))) as Json

interface Element {
  readonly tagName?: string
  readonly attrs?: readonly { readonly name: string }[]
  readonly childNodes?: readonly Element[]
}

function elements(node: Element): readonly Element[] {
  return [node, ...(node.childNodes ?? []).flatMap(elements)]
}

export const pictures = target({
  name: 'pictures',
  holds:
    'whatever a folder records as its topology is drawn: an SVG that runs and fetches nothing, a Mermaid block that ends where we end it',
  input: mutatedJson([RECORD], 6),
  few: 20,
  check: (record) => {
    const topology = recordedTopology(record)
    if (topology === undefined) return
    for (const each of elements(parseFragment(topologySvg({ topology }, { shape: 'wide', id: 't' }).html) as Element)) {
      hold(!/^(script|a|image|iframe|foreignobject|use)$/i.test(each.tagName ?? ''), 'an element', each.tagName)
      for (const { name } of each.attrs ?? []) hold(!/^on|href/i.test(name), 'an attribute', name)
    }
    const lines = mermaidBlock({ topology })
    hold(
      lines.every((line) => !line.includes('\n')),
      'a line of several',
      lines,
    )
    hold(lines.filter((line) => /^\s*(```|~~~)/.test(line)).length === 2, 'a block that ends early', lines)
    hold(!lines.slice(1, -1).some((line) => /%%\{|^\s*click\s|javascript:|<script/i.test(line)), 'a directive', lines)
  },
})
