/** Port: hears how far long work is; whether and when anybody is shown that is its own business. */
export interface Progress {
  /** `total` 0: nobody knows how much there is. Work ends when `done` reaches a known total. */
  step(done: number, total: number, what: string): void
  /** Ends work of which nobody knew how much there is. */
  end(): void
}

/** The same work, which tells as each of `total` items begins and ends; what is still open is named, so that a slow one shows. */
export function toldBy<T, R>(
  progress: Progress | undefined,
  total: number,
  words: { readonly verb: string; readonly nameOf: (item: T) => string },
  work: (item: T) => Promise<R>,
): (item: T) => Promise<R> {
  if (progress === undefined) return work
  const open = new Set<string>()
  let done = 0
  const tell = () => progress.step(done, total, `${words.verb} ${[...open].join(', ')}`.trimEnd())
  return async (item) => {
    const name = words.nameOf(item)
    open.add(name)
    tell()
    try {
      return await work(item)
    } finally {
      open.delete(name)
      done += 1
      tell()
    }
  }
}
