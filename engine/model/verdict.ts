import type { Json, JsonObject } from './json.ts'
import type { ObjectKey } from './kube.ts'
import type { Operation } from './patch.ts'

/** `Unknown`: an offline engine cannot tell (definitions with templates, OperatorPolicy). */
export type Compliance = 'Compliant' | 'NonCompliant' | 'Unknown'

/** What RHACM says of one object template. `reason` and `message` are the controller's own words (policy-api 5.11). */
export interface TemplateVerdict {
  readonly compliant: Compliance
  readonly reason: string
  readonly message: string
}

export interface RelatedObject extends ObjectKey {
  readonly compliant: Compliance
  readonly reason: string
}

/** One field of an existing object that is not as desired; undefined stands for absent. */
export interface FieldDifference {
  readonly pointer: string
  readonly desired: Json | undefined
  readonly observed: Json | undefined
}

/** One place where the cluster and a template disagree, with what would mend it. */
export interface ObjectDifference {
  readonly object: ObjectKey
  readonly change: 'missing' | 'unexpected' | 'different'
  readonly fields: readonly FieldDifference[]
  /** RFC 6902: brings the observed object to the desired one. Empty for missing and unexpected objects. */
  readonly patch: readonly Operation[]
  readonly observed: JsonObject | undefined
  /** Pointer of the object template in the ConfigurationPolicy, such as `/spec/object-templates/0`. */
  readonly template: string
}

/** The verdict of one ConfigurationPolicy on one cluster's objects. */
export interface Verdict {
  readonly compliant: Compliance
  readonly templates: readonly TemplateVerdict[]
  readonly relatedObjects: readonly RelatedObject[]
  readonly differences: readonly ObjectDifference[]
}
