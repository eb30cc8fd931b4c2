/** The part of a change that may land together: stateful components that already run move one region at a time (design section 6). */
export interface Wave {
  /** Region that the stateful policies of this wave are in; undefined where nothing has to wait. */
  readonly region: string | undefined
  /** Regions whose turn comes later, in order. */
  readonly next: readonly string[]
}

/** What a rendered folder records while a change is on its way: `of` is the digest of the complete output that it leads to. */
export interface WaveRecord extends Wave {
  readonly of: string
}
