/** The branches that count: those of `origin` where there is one, else the repository's own. */
export interface Branches {
  /** What stands before a branch's name in a full ref. */
  readonly prefix: string
  /** Learns what others did; what was asked for at most `maxAgeMs` ago is believed. */
  refresh(maxAgeMs?: number): Promise<void>
  /** The branch that the remote called its default one at the first refresh; undefined where it said none. */
  head(): string | undefined
  /** What it calls so now; it is asked. */
  headNow(): Promise<string | undefined>
  /** Commit of a branch as of the last refresh and our own moves since; undefined where it is not there. */
  tip(branch: string): Promise<string | undefined>
  /** Those whose names begin so, with their commits, as of the same. */
  all(beginning: string): Promise<ReadonlyMap<string, string>>
  /** Brings the clone's own refs to what is there: nothing that is needed may go with what no ref holds. */
  pin(): Promise<void>
  /** Commit that a full ref of the remote has now, brought in; undefined where it is not there. */
  fetch(ref: string): Promise<string | undefined>
  /** Moves a branch from one commit to another, both possibly undefined (absent). Throws `git/push-refused` where it is elsewhere by now. */
  move(branch: string, from: string | undefined, to: string | undefined): Promise<void>
}
