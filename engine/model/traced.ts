import type { Json, JsonObject } from './json.ts'
import { isObject } from './json.ts'
import { escapeToken } from './pointer.ts'

/** One value in a person's file: repository path of the file, index of the document in it, JSON pointer. */
export interface Origin {
  readonly file: string
  readonly document: number
  readonly pointer: string
}

const VALUE = Symbol('value')
const ORIGINS = Symbol('origins')

/** A value that remembers which input asked for it, until `settle` takes both apart. */
export interface Traced {
  readonly [VALUE]: Json | undefined
  readonly [ORIGINS]: readonly Origin[]
}

/**
 * Text that RHACM is to execute: a hub template (`{{hub ... hub}}`) or a managed-cluster template (`{{ ... }}`).
 * Only the engine makes these; braces in any plain string are escaped by `settle`.
 */
export class Template {
  readonly text: string
  readonly origins: readonly Origin[]
  constructor(text: string, ...from: readonly Traced[]) {
    this.text = text
    this.origins = from.flatMap((each) => each[ORIGINS])
  }
}

/** What components build: JSON in which any value may be traced or a template; members that are undefined are left out. */
export type Tree = Json | Traced | Template | readonly Tree[] | { readonly [key: string]: Tree | undefined }

/** A typed mirror of an input: reading a member gives the member, traced. Absent members are traced as absent. */
export type Mirror<T> = Traced & {
  readonly [K in keyof T as T[K] extends (...args: never) => unknown ? never : K]-?: Mirror<NonNullable<T[K]>>
}

export function mirror<T>(value: T, origin: Origin): Mirror<T> {
  const target: Traced = { [VALUE]: value as Json | undefined, [ORIGINS]: [origin] }
  return new Proxy(target, {
    get(self, key) {
      if (typeof key === 'symbol') return Reflect.get(self, key)
      const here = self[VALUE]
      const child = Array.isArray(here)
        ? here[Number(key)]
        : isObject(here) && Object.hasOwn(here, key)
          ? here[key]
          : undefined
      return mirror(child, { ...origin, pointer: `${origin.pointer}/${escapeToken(key)}` })
    },
  }) as Mirror<T>
}

/** A value computed from inputs: it carries the origins of all of them. */
export function derived(value: Json | undefined, ...from: readonly Traced[]): Traced {
  return { [VALUE]: value, [ORIGINS]: from.flatMap((each) => each[ORIGINS]) }
}

export function isTraced(value: unknown): value is Traced {
  return typeof value === 'object' && value !== null && ORIGINS in value
}

/** Plain JSON, and for each pointer in it the inputs that asked for that value. */
export interface Settled {
  readonly value: Json
  readonly origins: ReadonlyMap<string, readonly Origin[]>
}

/**
 * Literal braces for a string that RHACM will run through its template engine: `{{` becomes an action that prints `{{`,
 * so no plain string can ever become a template (policy-api 6.5).
 */
export function escapeBraces(text: string): string {
  return text.includes('{{') ? text.replaceAll('{{', '{{ `{{` }}') : text
}

/** Takes a tree apart into JSON and origins. Strings are escaped unless `verbatim` (for objects that no template engine reads). */
export function settle(tree: Tree, options: { verbatim?: boolean } = {}): Settled {
  const origins = new Map<string, readonly Origin[]>()
  const text = options.verbatim === true ? (plain: string) => plain : escapeBraces
  const walk = (node: Tree | undefined, pointer: string): Json | undefined => {
    if (node === undefined) return undefined
    if (isTraced(node)) {
      if (node[VALUE] === undefined) return undefined
      origins.set(pointer, node[ORIGINS])
      return walk(node[VALUE], pointer)
    }
    if (node instanceof Template) {
      if (node.origins.length > 0) origins.set(pointer, node.origins)
      return node.text
    }
    if (typeof node === 'string') return text(node)
    if (typeof node !== 'object' || node === null) return node
    if (Array.isArray(node)) {
      const kept = (node as readonly Tree[]).filter(
        (item) => !(item === undefined || (isTraced(item) && item[VALUE] === undefined)),
      )
      return kept.map((item, i) => walk(item, `${pointer}/${i}`) ?? null)
    }
    const entries = Object.entries(node as { readonly [key: string]: Tree | undefined }).flatMap(([key, child]) => {
      const value = walk(child, `${pointer}/${escapeToken(text(key))}`)
      return value === undefined ? [] : [[text(key), value] as const]
    })
    return Object.fromEntries(entries) as JsonObject
  }
  return { value: walk(tree, '') ?? null, origins }
}

/** The origins of the nearest enclosing traced value: the whole answer to "who asked for this field". */
export function originsAt(origins: ReadonlyMap<string, readonly Origin[]>, pointer: string): readonly Origin[] {
  return nearestOrigins(origins, pointer).origins
}

/** The same, and where that value is; none where nothing is traced. */
export function nearestOrigins(
  origins: ReadonlyMap<string, readonly Origin[]>,
  pointer: string,
): { readonly at: string; readonly origins: readonly Origin[] } {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = origins.get(at)
    if (found) return { at, origins: found }
    if (at === '') return { at, origins: [] }
  }
}
