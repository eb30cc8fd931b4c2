/** Work that goes on beside each other under names, until it is let go or the duty of all ends. */
export interface Crew {
  /** Once for each name. Whoever comes back starts when what it did before has ended. */
  employ(name: string, start: (signal: AbortSignal) => readonly Promise<void>[]): void
  /** All others are let go: each ends what it has in hand. */
  keep(names: readonly string[]): void
  /** Resolves when all have stopped; throws the first bug of one of them, which ended the duty of all. */
  done(): Promise<void>
}

interface Member {
  readonly letGo: () => void
  readonly ended: Promise<void>
}

export function newCrew(duty: AbortController): Crew {
  const members = new Map<string, Member>()
  const leaving = new Map<string, Promise<void>>()
  const bugs: unknown[] = []
  const stopAll = (bug: unknown) => {
    bugs.push(bug)
    duty.abort()
  }
  return {
    employ(name, start) {
      if (members.has(name)) return
      const own = new AbortController()
      const signal = AbortSignal.any([duty.signal, own.signal])
      const begin = async () => {
        await Promise.all(start(signal).map((each) => each.catch(stopAll)))
      }
      const before = leaving.get(name)
      members.set(name, { letGo: () => own.abort(), ended: before === undefined ? begin() : before.then(begin) })
    },
    keep(names) {
      for (const [name, { letGo, ended }] of members) {
        if (names.includes(name)) continue
        letGo()
        members.delete(name)
        const gone = ended.then(() => void (leaving.get(name) === gone && leaving.delete(name)))
        leaving.set(name, gone)
      }
    },
    async done() {
      await Promise.all([...[...members.values()].map((each) => each.ended), ...leaving.values()])
      if (bugs.length > 0) throw bugs[0]
    },
  }
}
