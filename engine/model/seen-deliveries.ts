/** Which deliveries were taken: the newest of them, so that memory stays bounded however many come. */
export interface SeenDeliveries {
  /** True the first time that any of these keys comes; all of them are known from then on. */
  take(keys: readonly string[]): boolean
  /** What was taken for nothing may come again. */
  forget(keys: readonly string[]): void
}

export function seenDeliveries(limit: number): SeenDeliveries {
  const known = new Set<string>()
  return {
    take(keys) {
      if (keys.some((each) => known.has(each))) return false
      for (const each of keys) known.add(each)
      for (const oldest of known) {
        if (known.size <= limit) break
        known.delete(oldest)
      }
      return true
    },
    forget(keys) {
      for (const each of keys) known.delete(each)
    },
  }
}
