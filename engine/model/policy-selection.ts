/** Where one policy goes, by an inventory, and where it is meant to go. */
export interface PolicySelection {
  readonly policy: string
  readonly clusters: readonly string[]
  readonly meant: readonly string[]
  /** Of `clusters`, those on which an override enforces it. */
  readonly enforced: readonly string[]
  /** Why the selection is not certain; empty where it is. */
  readonly doubts: readonly string[]
}
