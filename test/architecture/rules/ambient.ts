import type { Fault } from '../rule.ts'
import type { SourceFile, SourceTree } from '../source-tree.ts'
import type { Node, Visit } from '../syntax.ts'
import { child, children, memberName, textOf } from '../syntax.ts'
import type { Ambient } from '../zones.ts'
import { zoneOf } from '../zones.ts'

const GLOBALS: Readonly<Record<string, Ambient>> = {
  performance: 'clock',
  setTimeout: 'timer',
  setInterval: 'timer',
  setImmediate: 'timer',
  queueMicrotask: 'timer',
  fetch: 'network',
  WebSocket: 'network',
  console: 'console',
  process: 'process',
  globalThis: 'process',
  Intl: 'locale',
}

const MODULES: Readonly<Record<string, Ambient>> = {
  'node:process': 'process',
  'node:console': 'console',
  'node:readline': 'console',
}

/** Members that are random whoever holds them: `crypto.randomUUID`, `Math.random`, imports of node:crypto. */
const RANDOM = /^(random|randomUUID|randomBytes|randomInt|randomFill|randomFillSync|getRandomValues)$/
/** Answers that depend on the machine's language or time zone. */
const LOCAL =
  /^(toLocale\w*|getHours|getMinutes|getDate|getDay|getMonth|getFullYear|getTimezoneOffset|toDateString|toTimeString)$/
/** What an adapter may ask of the process: facts about the machine, not what the user typed or set. */
const MACHINE = /^(platform|arch|pid|versions|hrtime|memoryUsage|uptime|umask|kill)$/

/** Uses of clock, randomness, console and the like where they must come as arguments. */
export function ambientUses(tree: SourceTree): readonly Fault[] {
  return [...tree.files.values()].flatMap((file) => {
    const allowed = zoneOf(file.path)?.ambient ?? []
    const declared = declaredNames(file)
    const explicit = new Set(file.visits.map(({ node }) => explicitIntl(node)))
    return file.visits.flatMap((visit) => {
      const kind = explicit.has(visit.node) ? undefined : ambientOf(visit, declared)
      if (kind === undefined || allowed.includes(kind)) return []
      if (kind === 'process' && allowed.includes('clock') && isMachineFact(visit)) return []
      const line = file.lineOf(visit.node)
      return [{ file: file.path, line, message: `ambient ${kind}: it has to come as an argument` }]
    })
  })
}

function ambientOf({ node, parent, key, inType }: Visit, declared: ReadonlySet<string>): Ambient | undefined {
  if (node.type === 'ImportDeclaration') return MODULES[textOf(child(node, 'source')) ?? '']
  if (node.type === 'ImportSpecifier')
    return RANDOM.test(textOf(child(node, 'imported')) ?? '') ? 'randomness' : undefined
  if (inType) return undefined
  if (node.type === 'MetaProperty' && textOf(child(node, 'meta')) === 'import') return 'location'
  if (isDateOfNow(node) && !declared.has('Date')) return 'clock'
  if (node.type === 'MemberExpression') return memberKind(node, parent, key)
  const name = node.type === 'Identifier' ? textOf(node) : undefined
  if (name === undefined || declared.has(name) || !isReference(node, parent, key)) return undefined
  return Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined
}

function isDateOfNow(node: Node): boolean {
  const isDate = textOf(child(node, 'callee')) === 'Date'
  return (
    (node.type === 'NewExpression' && isDate && children(node, 'arguments').length === 0) ||
    (node.type === 'CallExpression' && isDate)
  )
}

/** `Intl` in `new Intl.X(locale, options)`: with both given it answers the same on every machine. */
function explicitIntl(node: Node): Node | undefined {
  const callee = child(node, 'callee')
  const object = callee && child(callee, 'object')
  const isIntl = node.type === 'NewExpression' && object !== undefined && textOf(object) === 'Intl'
  return isIntl && children(node, 'arguments').length > 1 ? object : undefined
}

function memberKind(node: Node, parent: Node | undefined, key: string): Ambient | undefined {
  const member = memberName(node)
  const object = textOf(child(node, 'object'))
  if (member === undefined) return undefined
  if (object === 'Date' && member === 'now') return 'clock'
  if (RANDOM.test(member) && (member !== 'random' || object === 'Math')) return 'randomness'
  if (LOCAL.test(member)) return 'locale'
  const isCall = parent?.type === 'CallExpression' && key === 'callee'
  return member === 'localeCompare' && !(isCall && children(parent, 'arguments').length > 1) ? 'locale' : undefined
}

function isMachineFact({ node, parent, key }: Visit): boolean {
  return (
    textOf(node) === 'process' && key === 'object' && parent !== undefined && MACHINE.test(memberName(parent) ?? '')
  )
}

/** False for names of members, keys and labels, which refer to nothing. */
function isReference(node: Node, parent: Node | undefined, key: string): boolean {
  if (parent === undefined) return true
  if (parent.type === 'MemberExpression') return key === 'object' || parent.computed === true
  if (key === 'key') return parent.computed === true
  return !/^(Import|Export)\w*Specifier$/.test(parent.type) && node.type === 'Identifier'
}

const BINDING_KEYS = new Set(['id', 'params', 'param', 'local', 'left', 'argument', 'elements', 'value'])
const BINDING_PARENTS =
  /^(VariableDeclarator|Function\w*|ArrowFunctionExpression|Class\w*|CatchClause|Import\w*Specifier|RestElement|ArrayPattern|AssignmentPattern|TSParameterProperty)$/

/** Names that the file itself gives a meaning to, anywhere in it: an injected `fetch` is not the ambient one. */
function declaredNames(file: SourceFile): ReadonlySet<string> {
  const patterns = new Set(
    file.visits.flatMap(({ node }) => (node.type === 'ObjectPattern' ? children(node, 'properties') : [])),
  )
  const names = file.visits.flatMap(({ node, parent, key }) => {
    const isBinding =
      parent !== undefined && BINDING_KEYS.has(key) && (BINDING_PARENTS.test(parent.type) || patterns.has(parent))
    return node.type === 'Identifier' && isBinding ? (textOf(node) ?? []) : []
  })
  return new Set(names)
}
