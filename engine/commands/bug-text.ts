/** What a bug says of itself, for whoever mends it: where it happened, wherever that is known. */
export function bugText(bug: unknown): string {
  return bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)
}
