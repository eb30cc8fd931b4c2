import type { Json } from '../json.ts'

/** When a difference at one of a rule's places is noise. `unasked`: the template says nothing there. */
export type NoiseCondition =
  | { readonly is: 'unasked' }
  /** Unasked (or null; or '' of a built-in kind), and what the server or the kind's CustomResourceDefinition fills in. */
  | { readonly is: 'default' }
  /** Unasked, and equal to the value at a relative pointer: `../port` is the sibling `port`, `../../limits/` the same key there. */
  | { readonly is: 'copy'; readonly of: string }
  /** Unasked, and one of these. */
  | { readonly is: 'one-of'; readonly values: readonly Json[] }
  /** Unasked, and a text (or a list of texts) of this form. */
  | { readonly is: 'text'; readonly form: string }
  /** Unasked, and a list item, or a list of only such items, whose `name` (or `key`, or the item itself) has this form. */
  | { readonly is: 'items'; readonly named: string }
  /** Both sides say the same in other writing. */
  | { readonly is: 'rewritten'; readonly as: 'quantity' | 'duration' | 'network' }
  /** The template says one of these, which stand for "somebody else fills it in"; or nothing. */
  | { readonly is: 'placeholder'; readonly values: readonly Json[] }
  /** The template says an empty value for which the server keeps nothing. */
  | { readonly is: 'omitted' }
  /** The template says '', 0 or null, and the server chose a value. */
  | { readonly is: 'left-empty' }
  /** The policy types that follow from which rules a NetworkPolicy has. */
  | { readonly is: 'policy-types' }
  /** An autoscaler scales the object within its bounds, or one of `managers` wrote the number last; never of a stateful policy. */
  | { readonly is: 'autoscaled'; readonly managers: readonly string[] }
  /** Unasked, and last written by who also set the object's controller reference. */
  | { readonly is: 'owner-written' }

/** A label or annotation of the observed object that must be there for the rule to hold. */
export interface Marker {
  readonly in: 'labels' | 'annotations'
  readonly key: string
  /** Any value where absent. */
  readonly value?: string
}

/**
 * Differences that are no drift, since a known program makes them. Rules look at fields of objects that exist: none can
 * hide that an object is missing or must not be there.
 */
export interface NoiseRule {
  /** `owner/what`. */
  readonly id: string
  readonly reason: string
  /** File or page upstream that says so. */
  readonly source?: string
  /** `group/Kind` with `*` for any text; the core group is ''. Absent: every kind. */
  readonly kinds?: readonly string[]
  /** Pointer patterns: `*` in a token is any text, a token `**` any number of tokens. */
  readonly pointers: readonly string[]
  readonly when: NoiseCondition
  /** The API server does it within every write, dry runs too: RHACM sees no difference there, and enforcing changes nothing. */
  readonly isInEveryWrite?: true
  /** One of these must be there. */
  readonly marked?: readonly Marker[]
}
