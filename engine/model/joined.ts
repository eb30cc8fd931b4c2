/**
 * One run at a time of work that many ask for: whoever asks while it runs gets the next run, all of them the same one.
 * Nobody's answer began before the question.
 */
export function joined<T>(run: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined
  let next: Promise<T> | undefined
  const begin = () => {
    current = run().finally(() => {
      current = undefined
    })
    return current
  }
  return async () => {
    if (current === undefined) return await begin()
    next ??= current.then(ignore, ignore).then(() => {
      next = undefined
      return begin()
    })
    return await next
  }
}

function ignore(): void {}
