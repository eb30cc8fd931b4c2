import type { KubeConfig } from '@kubernetes/client-node'
import { Failure } from '../../model/failure.ts'

export interface KubeconfigPlace {
  /** Files, merged in their order as kubectl does; none: the ServiceAccount of the pod that this runs in. */
  readonly files: readonly string[]
  /** The proxy for a server that the file names none for, as kubectl takes it from the environment. */
  readonly proxyFor?: (url: URL) => string | undefined
}

/** Reads kubeconfig files. The client takes most of a second to import, so it is only then that it is. */
export async function loadKubeconfig({ files, proxyFor }: KubeconfigPlace): Promise<KubeConfig> {
  const { KubeConfig: Config } = await import('@kubernetes/client-node')
  const config = new Config()
  try {
    const [first, ...rest] = files
    if (first === undefined) config.loadFromCluster()
    else config.loadFromFile(first, { onInvalidEntry: 'filter' })
    for (const file of rest) {
      const more = new Config()
      more.loadFromFile(file, { onInvalidEntry: 'filter' })
      // As in kubectl, the first file to name something wins.
      const isNew = (mine: readonly { name: string }[]) => (each: { name: string }) =>
        mine.every((one) => one.name !== each.name)
      more.clusters = more.clusters.filter(isNew(config.clusters))
      more.users = more.users.filter(isNew(config.users))
      more.contexts = more.contexts.filter(isNew(config.contexts))
      config.mergeConfig(more, true)
    }
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'unknown cause'
    throw new Failure('cluster/no-kubeconfig', `${files.join(', ') || 'the pod'}: ${message}`, {
      hint: 'name a kubeconfig with --kubeconfig FILE, or set KUBECONFIG',
      cause,
    })
  }
  config.clusters = config.clusters.map((each) => {
    const proxyUrl = each.proxyUrl ?? (URL.canParse(each.server) ? proxyFor?.(new URL(each.server)) : undefined)
    return proxyUrl === undefined ? each : { ...each, proxyUrl }
  })
  return config
}

/** The same configuration with another current context. */
export async function inContext(config: KubeConfig, context: string): Promise<KubeConfig> {
  if (config.getContextObject(context) === null) {
    const names = config.getContexts().map((each) => each.name)
    throw new Failure('cluster/no-context', `the kubeconfig has no context ${context}`, {
      hint: `it has: ${names.join(', ') || 'none'}`,
    })
  }
  const { KubeConfig: Config } = await import('@kubernetes/client-node')
  const own = new Config()
  own.mergeConfig(config)
  own.setCurrentContext(context)
  return own
}
