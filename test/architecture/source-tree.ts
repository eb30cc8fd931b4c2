import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Node, Visit } from './syntax.ts'
import { child, children, parse, textOf, visits } from './syntax.ts'

/** One import of any form: static, of a type, re-export, dynamic, or `import('…').Type`. */
export interface Import {
  /** As written. */
  readonly specifier: string
  /** Path from the root of the tree where it is relative; undefined for packages and built-ins. */
  readonly target: string | undefined
  /** True where nothing of it is left at run time. */
  readonly isType: boolean
  readonly line: number
}

export interface SourceFile {
  /** Path from the root of the tree, with slashes. */
  readonly path: string
  readonly text: string
  readonly program: Node
  readonly visits: readonly Visit[]
  readonly imports: readonly Import[]
  lineOf(node: Node): number
}

/** The TypeScript of a checkout's `engine/` and `policies/`, parsed. */
export interface SourceTree {
  readonly files: ReadonlyMap<string, SourceFile>
  /** Names of the folders of `policies/` that hold code. */
  readonly components: readonly string[]
  /** Packages that an installed isthmus brings along. */
  readonly dependencies: readonly string[]
}

export function readSourceTree(root: string): SourceTree {
  const paths = ['engine', 'policies'].flatMap((folder) => typescriptBelow(root, folder)).sort()
  const files = new Map(paths.map((path) => [path, sourceFile(path, readFileSync(join(root, path), 'utf8'))]))
  const components = paths.flatMap((path) => /^policies\/([^/]+)\//.exec(path)?.[1] ?? [])
  return { files, components: [...new Set(components)], dependencies: dependenciesOf(root) }
}

function dependenciesOf(root: string): readonly string[] {
  const file = join(root, 'package.json')
  return existsSync(file) ? Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {}) : []
}

function typescriptBelow(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return []
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return typescriptBelow(root, path)
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : []
  })
}

export function sourceFile(path: string, text: string): SourceFile {
  const program = parse(text)
  const all = [...visits(program)].sort((a, b) => a.node.start - b.node.start)
  const lineOf = (node: Node) => text.slice(0, node.start).split('\n').length
  const imports = all.flatMap(({ node }) => {
    const specifier = importedBy(node)
    if (specifier === undefined) return []
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined
    const isType = node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type'
    return [{ specifier, target, isType, line: lineOf(node) }]
  })
  return { path, text, program, visits: all, imports, lineOf }
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
])

/** What a node imports; `*` for a dynamic import of anything but a literal, which no rule allows. */
function importedBy(node: Node): string | undefined {
  if (node.type === 'CallExpression' && textOf(child(node, 'callee')) === 'require') {
    return literal(children(node, 'arguments')[0])
  }
  if (!IMPORTING.has(node.type)) return undefined
  const source = child(node, 'source') ?? child(node, 'expression')
  return source === undefined ? undefined : literal(source)
}

function literal(node: Node | undefined): string {
  return (node?.type === 'Identifier' ? undefined : textOf(node)) ?? '*'
}

/** `name` or `@scope/name` of a package; undefined for relative imports and built-ins. */
export function packageOf(each: Import): string | undefined {
  if (each.target !== undefined || each.specifier.startsWith('node:')) return undefined
  const [scope = '', name] = each.specifier.split('/')
  return scope.startsWith('@') && name !== undefined ? `${scope}/${name}` : scope
}
