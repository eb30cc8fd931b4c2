/** Majority of n voters: floor(n/2) + 1 (blueprint section 12). */
export function quorumOf(voters: number): number {
  return Math.floor(voters / 2) + 1
}

/** Arithmetic of a Raft group spread over regions. */
export interface Quorum {
  readonly voters: number
  readonly quorum: number
  /** The most voters that one region holds. */
  readonly largestRegion: number
  /** How many further voters may be lost after the largest region: negative means that the loss of that region stops the service. */
  readonly toleranceAfterRegion: number
}

/** `votersPerRegion`: one number a region. Rules G1 and G2: n - m - j >= q. */
export function quorumOver(votersPerRegion: readonly number[]): Quorum {
  const voters = votersPerRegion.reduce((sum, each) => sum + each, 0)
  const largestRegion = Math.max(0, ...votersPerRegion)
  const quorum = quorumOf(voters)
  return { voters, quorum, largestRegion, toleranceAfterRegion: voters - largestRegion - quorum }
}

/** `no more may be lost`, `2 more may be lost`: said in one way wherever a majority is left. */
export function moreToLose(tolerance: number): string {
  return `${tolerance === 0 ? 'no' : tolerance} more may be lost`
}
