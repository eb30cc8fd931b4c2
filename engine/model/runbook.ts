import type { Quorum } from './quorum.ts'

/** What happens to a region: it joins what runs, a dead one is replaced, or it leaves for good. */
export type RegionChangeKind = 'join' | 'replace' | 'retire'

export interface RegionCluster {
  readonly name: string
  readonly region: string
  readonly cloud: string
}

/** A change in the life of a region, as components see it beside their own inputs, which are those of the end. */
export interface RegionChange {
  readonly kind: RegionChangeKind
  readonly region: string
  /** Clusters that come; those of a region that is rebuilt under its own names come and leave. */
  readonly joining: readonly RegionCluster[]
  readonly leaving: readonly RegionCluster[]
  /** Clusters that run all the while, in the environment's order. */
  readonly staying: readonly RegionCluster[]
  /** Members of each stretched service in the clusters that leave, by the names of their pods. */
  readonly members: readonly { readonly service: string; readonly cluster: string; readonly pods: readonly string[] }[]
  /** The first cluster of the environment as it runs: where a single writer is, unless the settings name one. */
  readonly first: string
}

/** True where a region is rebuilt under the names that it had: nothing in Git changes then. */
export function isRebuilt({ joining, leaving }: Pick<RegionChange, 'joining' | 'leaving'>): boolean {
  return joining.length > 0 && joining.every((each) => leaving.some((other) => other.name === each.name))
}

/**
 * When a step is due. `prepare`: before anything changes; `unpublish`: users leave first; `drain`: before the waves;
 * `arrive`: what the first wave brings and later ones need; `settle`: when all have landed; `clean`: what the change leaves
 * behind; `last`: what everything before still needs.
 */
export type StepPhase = 'prepare' | 'unpublish' | 'drain' | 'arrive' | 'settle' | 'clean' | 'last'

/** Something that can be looked at: a key of an object where there is one, and what it says when the step is done. */
export interface StepEvidence {
  readonly object: string
  readonly key?: string
  readonly says: string
  /** Clusters where it is looked at; `local-cluster` for the hub. */
  readonly on: readonly string[]
}

/** One step of a runbook. Isthmus itself only proposes; RHACM delivers; the rest is a person's. */
export interface RunbookStep {
  readonly phase: StepPhase
  readonly title: string
  readonly by: 'isthmus' | 'person' | 'rhacm'
  readonly why?: string
  readonly commands: readonly string[]
  readonly evidence: readonly StepEvidence[]
  /** What would stop it. */
  readonly stops: readonly string[]
  /** The stretched service whose members of the leaving clusters stop voting in this step, one after the other. */
  readonly votersLeave?: string
}

/** Votes of one service at one moment. */
export interface QuorumPoint extends Quorum {
  readonly service: string
  readonly when: string
  /** Voters that may be away at that moment: a region that restarts, or one that is dead. */
  readonly away: number
  /** How many more may be lost then: voters - away - quorum. */
  readonly tolerance: number
}

/** A value or an object that moves with a wave, such as three hosts of a join list. */
export interface Move {
  readonly object: string
  /** '' for the object itself. */
  readonly path: string
  readonly change: 'added' | 'changed' | 'removed'
  readonly clusters: readonly string[]
}

export interface RunbookWave {
  /** Regions in which what is stateful changes: one, unless a placement asks for all at once; none where nothing of it does. */
  readonly regions: readonly string[]
  readonly policies: number
  readonly moves: readonly Move[]
  /** Health checks and actions that already count what is not there yet, or no more. */
  readonly expectations: readonly Move[]
}

export interface NumberedStep extends RunbookStep {
  readonly number: number
  readonly wave?: RunbookWave
  readonly quorums: readonly QuorumPoint[]
}

/** An object that no policy asks for any more, and whether a look at the cluster still shows it. */
export interface LeftBehind {
  readonly object: string
  readonly cluster: string
  readonly fate: 'pruned' | 'recreated' | 'kept'
  readonly seen: 'there' | 'gone' | 'unknown'
}

/** `isthmus runbook --output json`. */
export interface Runbook {
  readonly environment: string
  readonly kind: RegionChangeKind
  readonly region: string
  readonly joining: readonly string[]
  readonly leaving: readonly string[]
  readonly staying: readonly string[]
  /** False where at some step a quorum would not hold. */
  readonly isSafe: boolean
  readonly quorums: readonly { readonly service: string; readonly before: Quorum; readonly after: Quorum }[]
  readonly steps: readonly NumberedStep[]
  readonly leftBehind: readonly LeftBehind[]
  readonly notes: readonly string[]
}
