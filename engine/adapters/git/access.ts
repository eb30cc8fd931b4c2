import { Failure } from '../../model/failure.ts'
import type { GitSettings, Variables } from './variables.ts'

/** How Git gets to its remote, where its own configuration does not say so. Paths are absolute. */
export interface GitAccess {
  /** The token is asked for by each command, so that a renewed one needs no restart. */
  readonly login?: { readonly name: string; readonly token: () => Promise<string> }
  readonly ssh?: SshAccess
  /** PEM; Git trusts these authorities alone. */
  readonly caFile?: string
}

export interface SshAccess {
  readonly key: string
  readonly knownHosts: string
  /** A program that runs ssh with both, told by its environment, where there is no shell (deploy/git-ssh.mjs). */
  readonly program?: string
}

export interface AccessGiven {
  readonly variables: Variables
  /** Settings that hold the credential as it is now; absent where none is needed. */
  readonly login?: () => Promise<GitSettings>
}

/**
 * A token goes to Git as a header for that one server, by its environment: it is on no command line, in no address and in no
 * .git/config, and no redirect carries it elsewhere.
 */
export function accessTo(origin: string | undefined, { login, ssh, caFile }: GitAccess): AccessGiven {
  const server = login === undefined ? undefined : serverOf(origin)
  return {
    ...(login === undefined || server === undefined ? {} : { login: async () => loginTo(server, login) }),
    variables: {
      ...(ssh === undefined ? {} : sshVariables(ssh)),
      ...(caFile === undefined ? {} : { GIT_SSL_CAINFO: caFile }),
    },
  }
}

async function loginTo(server: string, { name, token }: NonNullable<GitAccess['login']>): Promise<GitSettings> {
  const basic = Buffer.from(`${name}:${await token()}`).toString('base64')
  return [
    [`http.${server}/.extraHeader`, `Authorization: Basic ${basic}`],
    ['http.followRedirects', 'false'],
  ]
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

/** A command with options Git runs through a shell, a program without one. */
function sshVariables({ key, knownHosts, program }: SshAccess): Variables {
  if (program === undefined) return { GIT_SSH_COMMAND: sshCommand({ key, knownHosts }) }
  const told = { ISTHMUS_SSH_KEY: key, ISTHMUS_SSH_KNOWN_HOSTS: knownHosts }
  return { GIT_SSH_COMMAND: undefined, GIT_SSH: program, GIT_SSH_VARIANT: 'ssh', ...told }
}

function sshCommand({ key, knownHosts }: SshAccess): string {
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
