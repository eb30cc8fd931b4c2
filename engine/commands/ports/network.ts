import { resolve } from 'node:path'
import { networkFetch } from '../../adapters/network.ts'
import type { Configuration } from '../../model/configuration.ts'
import { proxyFor } from '../../model/proxy.ts'
import type { Io } from '../io.ts'

const PROXIES = ['https_proxy', 'http_proxy', 'all_proxy']

/** The fetch of every adapter that speaks HTTP: the caller's, or Node's own where there is neither a proxy nor an authority of one's own. */
export function fetchFor(configuration: Configuration, directory: string, io: Io): typeof fetch {
  if (io.fetch !== undefined) return io.fetch
  const caFile = caFileOf(configuration, directory)
  const hasProxy = PROXIES.some((name) => io.env[name] || io.env[name.toUpperCase()])
  if (!hasProxy && caFile === undefined) return fetch
  const extra = io.env.NODE_EXTRA_CA_CERTS
  const caFiles = [caFile, extra].filter((each) => each !== undefined && each !== '')
  return networkFetch({ proxyFor: (url) => proxyFor(url, io.env), caFiles: caFiles as readonly string[] })
}

/** Absolute path of the authorities that isthmus.yaml names; relative to the desired state. */
export function caFileOf({ network }: Configuration, directory: string): string | undefined {
  return network?.caFile === undefined ? undefined : resolve(directory, network.caFile)
}

/** The world as the configuration has it: HTTP goes out by its proxies and trusts its authorities. */
export function onNetwork(configuration: Configuration, directory: string, io: Io): Io {
  return { ...io, fetch: fetchFor(configuration, directory, io) }
}
