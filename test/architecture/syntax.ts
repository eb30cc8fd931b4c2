import { parseAst } from 'vitest/node'

/** A node of the syntax tree (ESTree with TypeScript), as far as the rules look at it. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

/** A node with the way to it: its parent, the parent's key that holds it, and whether it stands in a type. */
export interface Visit {
  readonly node: Node
  readonly parent: Node | undefined
  readonly key: string
  readonly inType: boolean
}

const TYPE_KEYS = new Set(['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType', 'superTypeArguments'])
const TYPE_NODES = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSClassImplements'])

export function parse(text: string): Node {
  return parseAst(text, { lang: 'ts' }) as unknown as Node
}

/** Every node of a tree, parents first. */
export function* visits(root: Node): Generator<Visit> {
  const pending: Visit[] = [{ node: root, parent: undefined, key: '', inType: false }]
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    yield here
    const { node } = here
    for (const [key, value] of Object.entries(node)) {
      const inType = here.inType || TYPE_KEYS.has(key) || TYPE_NODES.has(node.type)
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) pending.push({ node: child, parent: node, key, inType })
      }
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

export function child(node: Node | undefined, key: string): Node | undefined {
  const value = node?.[key]
  return isNode(value) ? value : undefined
}

export function children(node: Node | undefined, key: string): readonly Node[] {
  const value = node?.[key]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The name of an identifier, or the value of a string literal or of a template without parts. */
export function textOf(node: Node | undefined): string | undefined {
  const quasi = node?.type === 'TemplateLiteral' ? children(node, 'quasis') : []
  if (quasi.length === 1) return String(Object(quasi[0]?.value).cooked)
  const value = node?.type === 'Identifier' ? node.name : node?.type === 'Literal' ? node.value : undefined
  return typeof value === 'string' ? value : undefined
}

/** The name of the member that an expression reads, `a.b` and `a['b']` alike. */
export function memberName(node: Node): string | undefined {
  const property = child(node, 'property')
  return node.computed === true && property?.type === 'Identifier' ? undefined : textOf(property)
}
