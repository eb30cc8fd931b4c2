/** Longer names are not compared: the distance of hostile text would cost its length squared. */
const LENGTH_LIMIT = 64

/** Edits (insert, remove, replace, swap of neighbours) that lead from one text to the other. */
export function editDistance(from: string, to: string): number {
  let before: readonly number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1]
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      row.push(swapped ? Math.min(best, (before[j - 2] ?? 0) + 1) : best)
    }
    before = last
    last = row
  }
  return last[to.length] ?? 0
}

/** The candidate that a person most likely meant, or undefined where none is near enough. Case does not count. */
export function didYouMean(text: string, candidates: readonly string[]): string | undefined {
  if (text.length === 0 || text.length > LENGTH_LIMIT) return undefined
  const limit = Math.max(1, Math.floor(text.length / 3))
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of candidates) {
    if (Math.abs(name.length - text.length) > limit) continue
    const distance = editDistance(text.toLowerCase(), name.toLowerCase())
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance }
  }
  return best?.name
}

/** A hint for a name that does not exist: the nearest one, else those that do exist. */
export function suggestion(text: string, all: readonly string[], otherwise: string): string {
  const candidates = all.filter((each) => each !== '')
  const near = didYouMean(text, candidates)
  if (near !== undefined) return `did you mean \`${near}\`?`
  if (candidates.length === 0) return otherwise
  const shown = candidates.slice(0, 12).map((each) => `\`${each}\``)
  return `known here: ${shown.join(', ')}${candidates.length > shown.length ? ', …' : ''}`
}
