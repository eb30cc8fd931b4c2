import { dirname } from 'node:path'
import type { KubeConfig } from '@kubernetes/client-node'
import { Failure } from '../../model/failure.ts'
import { reasonOf } from './failures.ts'
import type { Reading } from './token-files.ts'
import { withTokenFiles } from './token-files.ts'

export interface KubeconfigPlace extends Reading {
  /** Files, merged in their order as kubectl does; none: the ServiceAccount of the pod that this runs in. */
  readonly files: readonly string[]
  /** The proxy for a server that the file names none for, as kubectl takes it from the environment. */
  readonly proxyFor?: (url: URL) => string | undefined
}

/** Reads kubeconfig files. The client takes most of a second to import, so it is only then that it is. */
export async function loadKubeconfig({ files, proxyFor, ...reading }: KubeconfigPlace): Promise<KubeConfig> {
  const { KubeConfig: Config } = await import('@kubernetes/client-node')
  const config = new Config()
  try {
    const [first, ...rest] = files
    if (first === undefined) config.loadFromCluster()
    else await loadFile(config, first, reading)
    for (const file of rest) {
      const more = new Config()
      await loadFile(more, file, reading)
      // As in kubectl, the first file to name something wins.
      const isNew = (mine: readonly { name: string }[]) => (each: { name: string }) =>
        mine.every((one) => one.name !== each.name)
      more.clusters = more.clusters.filter(isNew(config.clusters))
      more.users = more.users.filter(isNew(config.users))
      more.contexts = more.contexts.filter(isNew(config.contexts))
      config.mergeConfig(more, true)
    }
  } catch (cause) {
    throw new Failure('cluster/no-kubeconfig', `${files.join(', ') || 'the pod'}: ${reasonOf(cause)}`, {
      hint: 'name a kubeconfig with --kubeconfig FILE, or set KUBECONFIG; or look at a snapshot with --from DIR',
      cause,
    })
  }
  config.clusters = config.clusters.map((each) => {
    const proxyUrl = each.proxyUrl ?? (URL.canParse(each.server) ? proxyFor?.(new URL(each.server)) : undefined)
    return proxyUrl === undefined ? each : { ...each, proxyUrl }
  })
  return config
}

/** What people write there is far smaller; the path may name a device that never ends. */
const SIZE_LIMIT = 16 * 1024 * 1024

async function loadFile(config: KubeConfig, path: string, reading: Reading): Promise<void> {
  const text = await reading.read(path, SIZE_LIMIT)
  config.loadFromString(text, { onInvalidEntry: 'filter' })
  config.makePathsAbsolute(dirname(path))
  const isNamed = ({ name }: { readonly name: unknown }) => typeof name === 'string'
  config.clusters = config.clusters.filter(isNamed)
  config.users = config.users.filter(isNamed)
  config.contexts = config.contexts.filter(isNamed)
  const { clusters, users, contexts } = config
  for (const [what, named] of Object.entries({ clusters, users, contexts })) {
    if (new Set(named.map((each) => each.name)).size < named.length) throw new Error(`two ${what} have the same name`)
    if (named.some((each) => OF_TEXT.some((key) => !isTextOrNothing(each, key))))
      throw new Error(`one of the ${what} has a number, a list or a map where a text belongs`)
  }
  config.users = await withTokenFiles(users, { path, text }, reading)
  const current: unknown = config.currentContext
  config.setCurrentContext(typeof current === 'string' ? current : '')
}

/** Members that connections are made of, as the client calls them. Node fails over some of them when it is too late to catch it. */
const OF_TEXT: readonly string[] = [
  ...['server', 'caData', 'caFile', 'tlsServerName', 'proxyUrl', 'certData', 'certFile', 'keyData', 'keyFile'],
  ...['token', 'username', 'password', 'impersonateUser', 'cluster', 'user'],
]

function isTextOrNothing(value: object, key: string): boolean {
  const found: unknown = Reflect.get(value, key)
  return found === undefined || found === null || typeof found === 'string'
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
