import { setTimeout as wait } from 'node:timers/promises'
import type { VaultTarget } from './vault-client.ts'
import { askVault } from './vault-client.ts'

export interface WriterOptions {
  /** Nodes that are asked in turn; each passes a write on to the leader. */
  readonly targets: readonly VaultTarget[]
  /** Below the mount `kv/`. */
  readonly folder: string
  /** How long a write is waited for; a second unless said. */
  readonly patienceMs?: number
}

/** Writes a value every 50 ms, whatever became of the others. */
export interface Writer {
  /** Keys that Vault said it has, with the times of asking and of the answer, in milliseconds. */
  readonly acknowledged: ReadonlyMap<string, { readonly asked: number; readonly answered: number }>
  /** Time until the first write that was asked for after `since` was answered, once there is one. */
  firstAfter(since: number): number | undefined
  stop(): Promise<void>
}

const EVERY_MS = 50

export function startWriter({ targets, folder, patienceMs = 1000 }: WriterOptions): Writer {
  const acknowledged = new Map<string, { readonly asked: number; readonly answered: number }>()
  const state = { isOver: false, count: 0 }
  const underWay = new Set<Promise<void>>()
  const write = async (key: string, target: VaultTarget) => {
    const asked = performance.now()
    const call = { path: `kv/${folder}/${key}`, body: { value: key }, timeoutMs: patienceMs }
    const status = await askVault(target, call).then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 204 || status === 200) acknowledged.set(key, { asked, answered: performance.now() })
  }
  const loop = async () => {
    while (!state.isOver) {
      const target = targets[state.count % targets.length]
      if (!target) throw new Error('nobody to write to')
      const one = write(`w${String(state.count++).padStart(6, '0')}`, target).finally(() => underWay.delete(one))
      underWay.add(one)
      await wait(EVERY_MS)
    }
  }
  const looping = loop()
  return {
    acknowledged,
    firstAfter: (since) => {
      const later = [...acknowledged.values()].filter((each) => each.asked >= since)
      return later.length === 0 ? undefined : Math.min(...later.map((each) => each.answered)) - since
    },
    stop: async () => {
      state.isOver = true
      await looping
      await Promise.all(underWay)
    },
  }
}
