/** What a person lets hold for a while in one environment: an exception, an override or a pause. */
export interface Temporary {
  readonly kind: 'exception' | 'override' | 'pause'
  /** '' for a pause. */
  readonly name: string
  /** What it is about, for people. */
  readonly what: string
  /** All of them for a pause. */
  readonly clusters: readonly string[]
  /** A day, through which it holds, or the moment that ends a pause (UTC). */
  readonly until: string
  readonly because: string
  /** Absent for a pause. */
  readonly owner?: string
  /** Its end is past: an exception excepts nothing any more, an override still enforces, a pause is over. */
  readonly hasEnded: boolean
  readonly source: { readonly file: string; readonly line: number }
}
