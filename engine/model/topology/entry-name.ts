/** One name for all global names: the only one, or `*.` and the domain that they share. */
export function entryName(entries: readonly string[]): string | undefined {
  const [first, ...rest] = entries
  if (first === undefined || rest.length === 0) return first
  const labels = first.split('.')
  const shared = labels.findIndex((_, i) => rest.every((each) => each.endsWith(`.${labels.slice(i).join('.')}`)))
  return shared < 1 || labels.length - shared < 2 ? first : `*.${labels.slice(shared).join('.')}`
}
