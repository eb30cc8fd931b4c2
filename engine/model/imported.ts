import type { Severity } from './finding.ts'
import type { Json, JsonObject } from './json.ts'
import type { ObjectKey } from './kube.ts'

/** A cluster that a source could see, with everything it showed. */
export interface SeenCluster {
  readonly name: string
  readonly objects: readonly JsonObject[]
  /** RFC 3339; where it is not said, the time of the whole observation. */
  readonly observedAt?: string
}

/** `saw`: read from an object; `guessed`: nothing said it, so a value was chosen; `unseen`: the source cannot show it. */
export interface ImportNote {
  readonly kind: 'saw' | 'guessed' | 'unseen'
  readonly text: string
}

/** Something about the running platform that a person should know on the first day. */
export interface Mistake {
  /** `import/…`. */
  readonly rule: string
  readonly severity: Severity
  /** Row of blueprint section 11, where it is one of the published ones. */
  readonly blueprint?: number
  readonly object: ObjectKey
  readonly pointer: string
  readonly clusters: readonly string[]
  /** What the objects show; never a secret. */
  readonly evidence: string
  readonly remedy: string
}

/** What accounts for a field of a running object. Server-owned and defaulted fields need nobody to ask for them. */
export type Explanation = 'component' | 'authored' | 'server' | 'default' | 'unexplained'
export type FieldShare = Readonly<Record<Explanation, number>>

/** A field that the environment written would not produce, and what to do about it. */
export interface UnexplainedField {
  readonly cluster: string
  readonly object: ObjectKey
  readonly pointer: string
  /** Redacted. */
  readonly value: Json
  readonly because: string
  readonly proposal: 'setting' | 'authored policy' | 'exception'
}

/** A quorum system as its objects describe it. */
export interface ObservedQuorum {
  readonly name: string
  readonly namespace: string
  readonly members: readonly { readonly cluster: string; readonly region: string; readonly count: number }[]
  readonly sentence: string
}

/** A CIDR, gateway, certificate or placement as seen: one line of the report's tables. */
export interface FactTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The first day's report. */
export interface ImportReport {
  readonly environment: string
  readonly observedAt: string
  readonly source: string
  readonly clusters: readonly {
    readonly name: string
    readonly state: 'seen' | 'reported' | 'unknown'
    readonly objects: number
  }[]
  readonly components: readonly string[]
  /** Components whose objects are there in part, and why they are not used. */
  readonly rejected: readonly { readonly component: string; readonly because: string }[]
  readonly policies: readonly { readonly name: string; readonly objects: number }[]
  readonly notes: readonly ImportNote[]
  readonly mistakes: readonly Mistake[]
  readonly quorums: readonly ObservedQuorum[]
  readonly tables: readonly FactTable[]
  readonly share: FieldShare
  readonly unexplained: readonly UnexplainedField[]
  /** Rows of blueprint section 11 that no object of these could show, and why. */
  readonly unseen: readonly { readonly blueprint: number; readonly what: string; readonly because: string }[]
}

/** Fields with an explanation, of all; 1 where there are none. */
export function explainedShare(share: FieldShare): number {
  const all = Object.values(share).reduce((sum, each) => sum + each, 0)
  return all === 0 ? 1 : (all - share.unexplained) / all
}
