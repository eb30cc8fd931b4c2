import { Failure } from '../../model/failure.ts'
import type { GitSettings, Variables } from './run.ts'

/** How Git gets to its remote, where its own configuration does not say so. Paths are absolute. */
export interface GitAccess {
  readonly login?: { readonly name: string; readonly token: string }
  readonly ssh?: { readonly key: string; readonly knownHosts: string }
  /** PEM; Git trusts these authorities alone. */
  readonly caFile?: string
}

export interface AccessGiven {
  readonly variables: Variables
  readonly settings: GitSettings
}

/**
 * A token goes to Git as a header for that one server, by its environment: it is on no command line, in no address and in no
 * .git/config, and no redirect carries it elsewhere.
 */
export function accessTo(origin: string | undefined, { login, ssh, caFile }: GitAccess): AccessGiven {
  const server = login === undefined ? undefined : serverOf(origin)
  const basic = Buffer.from(`${login?.name}:${login?.token}`).toString('base64')
  return {
    settings:
      server === undefined
        ? []
        : [
            [`http.${server}/.extraHeader`, `Authorization: Basic ${basic}`],
            ['http.followRedirects', 'false'],
          ],
    variables: {
      ...(ssh === undefined ? {} : { GIT_SSH_COMMAND: sshCommand(ssh) }),
      ...(caFile === undefined ? {} : { GIT_SSL_CAINFO: caFile }),
    },
  }
}

/** `https://host:port` of an address that a token may go to; undefined where Git speaks something else. */
function serverOf(origin: string | undefined): string | undefined {
  const address = origin !== undefined && URL.canParse(origin) ? new URL(origin) : undefined
  if (address === undefined || !/^https?:$/.test(address.protocol)) return undefined
  const isLoopback = /^(localhost|\[::1\]|127(\.\d+){3})$/.test(address.hostname)
  if (address.protocol === 'https:' || isLoopback) return address.origin
  throw new Failure('git/insecure-address', `${address.host} is spoken to in the clear, and a token would go with it`, {
    hint: 'use an address of origin that begins with https:, or take git.token out of isthmus.yaml',
  })
}

/** Git runs it through a shell. */
function sshCommand({ key, knownHosts }: { readonly key: string; readonly knownHosts: string }): string {
  const options = [
    'IdentitiesOnly=yes',
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile="${knownHosts}"`,
  ]
  return ['ssh', '-i', key, ...options.flatMap((each) => ['-o', each])].map(quoted).join(' ')
}

function quoted(word: string): string {
  return /^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
