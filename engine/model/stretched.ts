/** Seconds, from the best case to the worst. */
export interface Span {
  readonly min: number
  readonly max: number
}

/** One addend of a failover time; `source` says where its figures come from. */
export interface Term {
  readonly name: string
  readonly seconds: Span
  readonly source: string
}

/** `raft`: all members are one group. `replication`: many groups, each of `factor` replicas on as many members. */
export type QuorumKind =
  | { readonly kind: 'raft' }
  | {
      readonly kind: 'replication'
      readonly factor: number
      /** The cluster whose region holds every voter; absent: they are spread evenly over the regions. */
      readonly home?: string
    }

/** Members of a stretched service in one cluster, by the names of their pods. */
export interface ClusterMembers {
  readonly cluster: string
  readonly pods: readonly string[]
}

/** Where the cluster itself says what it sees: a probe's ConfigMap and the keys in it. */
export interface ProbeReading {
  readonly namespace: string
  readonly name: string
  /** Key with the number of voters, dead ones included. */
  readonly voters?: string
  /** Key with how many voters may fail now. */
  readonly tolerance?: string
  /** Key with the number of members that are alive. */
  readonly live?: string
  /** Keys with numbers that all lie within these bounds while writes are possible. */
  readonly writes?: readonly { readonly key: string; readonly min?: number; readonly max?: number }[]
}

/**
 * A service whose members vote in several clusters, in the form in which checks and simulation read every one of them:
 * no stage has to know a component by name.
 */
export interface StretchedService {
  readonly name: string
  /** Pointer of its settings in the Environment document. */
  readonly pointer: string
  readonly members: readonly ClusterMembers[]
  readonly quorum: QuorumKind
  /** Longest round trip that its timing is laid out for, and the pointer of that setting. */
  readonly roundTrip: { readonly milliseconds: number; readonly pointer: string }
  /** Shortest timeout that latency alone may exceed; rule G6 wants ten round trips in it. */
  readonly leaderLeaseMs?: number
  /** Terms of the time without writes after the leader is lost. */
  readonly failover: readonly Term[]
  /** What runs of such a failover lead to expect, inside the bounds of the terms. */
  readonly expected?: { readonly seconds: Span; readonly source: string }
  readonly probe?: ProbeReading
  /** Life of its members’ certificates in hours, with the pointer of that setting. */
  readonly certificate?: { readonly hours: number; readonly pointer: string }
}

/** The component that a service is part of: where its settings stand. */
export function componentOf({ pointer }: Pick<StretchedService, 'pointer'>): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1)
}

/** Global names, and how long they go on leading users to a region that is lost. */
export interface GlobalEntry {
  /** Pointer of its settings in the Environment document. */
  readonly pointer: string
  readonly hosts: readonly {
    readonly host: string
    /** The stretched service behind it; absent for applications that nothing is known of. */
    readonly service?: string
  }[]
  /** Terms of T_dns (rule G9); absent where nothing takes a dead region out. */
  readonly failover?: readonly Term[]
  /** What the environment promises its users, in seconds, with the pointer of that setting. */
  readonly target?: { readonly seconds: number; readonly pointer: string }
}

/** The longest life that the platform's CAs are laid out for (rule G7). */
export interface LeafLimit {
  readonly hours: number
  /** Pointer of that setting. */
  readonly pointer: string
}

export interface StretchedPlatform {
  readonly services: readonly StretchedService[]
  readonly entries: readonly GlobalEntry[]
  readonly leafLimits: readonly LeafLimit[]
}
