import type { KubeConfig } from '@kubernetes/client-node'
import { Failure } from '../../model/failure.ts'
import { joined } from '../../model/joined.ts'
import type { KubeconfigPlace } from './kubeconfig.ts'
import { inContext, loadKubeconfig } from './kubeconfig.ts'

/** The kubeconfig files, which somebody may write anew while we run: tokens and authorities are rotated. */
export interface Kubeconfig {
  /** As it was read last. */
  current(): KubeConfig
  /** Reads the files again; the very same value where they say the same, or cannot be read now. */
  renewed(): Promise<KubeConfig>
}

/** One context of it. */
export interface Context {
  readonly name: string
  current(): Promise<KubeConfig>
  renewed(): Promise<KubeConfig>
}

/** A server that is away is asked often; its kubeconfig is not read more often than this. */
const REST_MS = 5_000

export async function openKubeconfig(place: KubeconfigPlace): Promise<Kubeconfig> {
  const state = { config: await loadKubeconfig(place), readAt: Number.NEGATIVE_INFINITY }
  const read = joined(async () => {
    // In a pod there is no file: the client reads token and authority of the ServiceAccount by itself.
    if (place.files.length === 0 || performance.now() - state.readAt < REST_MS) return
    state.readAt = performance.now()
    const found = await loadKubeconfig(place).catch(unlessBroken)
    if (found && !isSame(found, state.config)) state.config = found
  })
  return {
    current: () => state.config,
    renewed: async () => {
      await read()
      return state.config
    },
  }
}

/** Throws `cluster/no-context`. */
export async function openContext(kubeconfig: Kubeconfig, name: string): Promise<Context> {
  const whole = kubeconfig.current()
  const state = { whole, own: await inContext(whole, name) }
  const take = async (config: KubeConfig) => {
    // The same one for as long as it holds: it remembers what a plugin gave for logging in.
    if (config !== state.whole) Object.assign(state, { whole: config, own: await inContext(config, name) })
    return state.own
  }
  return {
    name,
    current: () => take(kubeconfig.current()),
    renewed: async () => await take(await kubeconfig.renewed()),
  }
}

/** Half of a file that is being written. */
function unlessBroken(error: unknown): undefined {
  if (!(error instanceof Failure)) throw error
}

function isSame(one: KubeConfig, other: KubeConfig): boolean {
  const saidBy = ({ clusters, users, contexts }: KubeConfig) => JSON.stringify([clusters, users, contexts])
  return saidBy(one) === saidBy(other)
}
