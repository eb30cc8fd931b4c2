/** A `coordination.k8s.io/v1` Lease. Times are RFC 3339 UTC, and only compared with themselves: clocks differ. */
export interface Lease {
  readonly holder: string
  readonly seconds: number
  readonly acquired: string
  readonly renewed: string
  readonly transitions: number
  /** When a replica that does not hold it last asked the holder to look. */
  readonly asked: string
  /** Identity of the object: the same for all replicas of one hub, and no other hub's. */
  readonly uid: string
  readonly version: string
}

export type LeaseDraft = Omit<Lease, 'uid' | 'version'>

/** Port: one Lease. Writing throws `cluster/conflict` where somebody else was faster. */
export interface LeaseStore {
  read(): Promise<Lease | undefined>
  create(draft: LeaseDraft): Promise<Lease>
  replace(lease: Lease): Promise<Lease>
}

/** A Lease, and when it was first seen as it is, by a clock that only goes forward. */
export interface LeaseSeen {
  readonly lease: Lease
  readonly atMs: number
}

/** What was seen now; its time stays while nobody renews. */
export function seenNow(before: LeaseSeen | undefined, lease: Lease, nowMs: number): LeaseSeen {
  const isSame = before?.lease.holder === lease.holder && before.lease.renewed === lease.renewed
  return { lease, atMs: isSame ? before.atMs : nowMs }
}

/** May this replica take or renew it: its own, given back, or not renewed while we watched for its whole time. */
export function isMine({ lease, atMs }: LeaseSeen, identity: string, nowMs: number): boolean {
  return lease.holder === identity || lease.holder === '' || nowMs - atMs > lease.seconds * 1000
}

/** The Lease as its holder writes it next. */
export function renewedBy(lease: Lease, identity: string, seconds: number, now: string): Lease {
  const isNew = lease.holder !== identity
  const transitions = lease.transitions + (isNew ? 1 : 0)
  return { ...lease, holder: identity, seconds, renewed: now, acquired: isNew ? now : lease.acquired, transitions }
}
