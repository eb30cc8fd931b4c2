import type { Fault } from '../rule.ts'
import type { SourceTree } from '../source-tree.ts'
import type { Node, Visit } from '../syntax.ts'
import { child, children, memberName, textOf } from '../syntax.ts'
import { zoneOf } from '../zones.ts'

/** Where the pipeline does something else for one component than for another. */
export function componentBranches(tree: SourceTree): readonly Fault[] {
  const isName = (node: Node | undefined) => tree.components.includes(textOf(node) ?? '') && node?.type !== 'Identifier'
  return [...tree.files.values()].flatMap((file) => {
    if (!/^(stage|effect|flow|adapter|web)$/.test(zoneOf(file.path)?.name ?? '')) return []
    return file.visits
      .filter((visit) => !visit.inType)
      .flatMap((visit) => {
        const name = branchedOn(visit, isName) ?? memberOf(visit.node, tree.components)
        if (name === undefined) return []
        return [{ file: file.path, line: file.lineOf(visit.node), message: `branches on the component ${name}` }]
      })
  })
}

function branchedOn({ node, parent, key }: Visit, isName: (node: Node | undefined) => boolean): string | undefined {
  if (!isName(node) || parent === undefined) return undefined
  const isCompared = parent.type === 'BinaryExpression' && /^[!=]==?$/.test(String(parent.operator))
  const isCase = parent.type === 'SwitchCase' && key === 'test'
  const isListed = parent.type === 'ArrayExpression' && children(parent, 'elements').every(isName)
  return isCompared || isCase || isListed ? textOf(node) : undefined
}

/** `components.vault`, `components['vault']`: reading one component out of all. */
function memberOf(node: Node, components: readonly string[]): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const object = child(node, 'object')
  const holder = object?.type === 'MemberExpression' ? memberName(object) : textOf(object)
  const name = memberName(node)
  return holder === 'components' && name !== undefined && components.includes(name) ? name : undefined
}
