/** Runs at most so many pieces of work at once; the others wait for their turn, in the order in which they came. */
export function inTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // Who waits takes the place over; nobody else can come between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
