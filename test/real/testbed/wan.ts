import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { built } from './build.ts'
import { freePort } from './ports.ts'
import { start } from './process.ts'

export interface Place {
  readonly name: string
  /** Addresses that get a network namespace each. */
  readonly inside: readonly string[]
  /** Addresses that this process serves as part of the place. */
  readonly outside: readonly string[]
}

export interface WanOptions {
  /** A folder for its configuration and log. */
  readonly folder: string
  readonly places: readonly Place[]
  /** Round trips in milliseconds. */
  readonly roundTrips: readonly (readonly [string, string, number])[]
}

/** Regions on one machine, with real packets between them: see `go/wan`. */
export interface Wan {
  /** Path of an address's network namespace, for `nsenter --net=`. */
  namespace(address: string): string
  /** From now on nothing leaves or reaches the place, and nobody is told. */
  dark(place: string): Promise<void>
  light(place: string): Promise<void>
  counts(): Promise<{ readonly carried: number; readonly lost: number }>
  stop(): Promise<void>
}

const NETWORK = '10.77.0.0/16'

/** Undefined where a WAN can be made, else why not. */
export function whyNoWan(): string | undefined {
  if (!existsSync('/dev/net/tun')) return 'there is no /dev/net/tun'
  for (const each of ['ip', 'nsenter', 'chroot'])
    if (spawnSync('sh', ['-c', `command -v ${each}`]).status !== 0) return `${each} is missing`
  const tried = spawnSync('unshare', ['--net', '--mount', '--propagation', 'private', 'true'])
  return tried.status === 0 ? undefined : 'network and mount namespaces need root'
}

export async function startWan({ folder, places, roundTrips }: WanOptions): Promise<Wan> {
  const control = `127.0.0.1:${await freePort()}`
  const delays = roundTrips.map(([a, b, milliseconds]) => ({ between: [a, b], milliseconds: milliseconds / 2 }))
  const file = join(folder, 'wan.json')
  writeFileSync(file, JSON.stringify({ network: NETWORK, control, places, delays }))
  const get = async (path: string) => await (await fetch(`http://${control}${path}`)).json()
  const running = await start({
    name: 'wan',
    command: await built('wan'),
    args: [file],
    log: join(folder, 'wan.log'),
    isReady: async () => (await fetch(`http://${control}/namespaces`)).ok,
  })
  const namespaces = (await get('/namespaces')) as Readonly<Record<string, string>>
  const put = async (path: string) => {
    const answer = await fetch(`http://${control}${path}`, { method: 'PUT' })
    if (!answer.ok) throw new Error(`wan: ${path}: ${answer.status}`)
  }
  return {
    namespace: (address) => {
      const path = namespaces[address]
      if (path === undefined) throw new Error(`wan: ${address} has no namespace`)
      return path
    },
    dark: (place) => put(`/dark/${place}`),
    light: (place) => put(`/light/${place}`),
    counts: async () => (await get('/counts')) as { readonly carried: number; readonly lost: number },
    stop: () => running.stop(),
  }
}
