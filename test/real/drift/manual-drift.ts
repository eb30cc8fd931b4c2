import type { Cluster } from '../testbed/cluster.ts'

/** One thing that somebody does to a member, how the report must show it, and how it is put back. */
export interface ManualDrift {
  readonly title: string
  readonly cluster: string
  /** `Kind namespace/name`, as reports say it. */
  readonly object: string
  readonly change: 'different' | 'missing'
  /** Of the only field that differs; none where the object is missing. */
  readonly pointer?: string
  readonly manager?: string
  readonly operation?: 'Update' | 'Apply'
  readonly make: (cluster: Cluster) => Promise<unknown>
  /** Objects are put back as they were where nothing is said. */
  readonly isRedacted?: true
}
