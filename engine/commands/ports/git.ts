import { resolve } from 'node:path'
import type { GitOptions } from '../../adapters/git.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Io } from '../io.ts'
import { caFileOf } from './network.ts'
import { secretOf } from './secret.ts'

/** How Git is run on a desired state: with which rights, which authorities, and whose signature. Paths are relative to it; no secret is read before a command of Git needs it. */
export function gitOptionsFor(configuration: Configuration, directory: string, io: Io): GitOptions {
  const { author, git = {} } = configuration
  const { token } = git
  const path = (file: string) => resolve(directory, file)
  const caFile = caFileOf(configuration, directory)
  return {
    directory,
    variables: io.env,
    access: {
      ...(token === undefined ? {} : { login: { name: git.username ?? 'isthmus', token: () => secretOf(token, io) } }),
      ...(git.sshKey === undefined || git.knownHosts === undefined
        ? {}
        : { ssh: { key: path(git.sshKey), knownHosts: path(git.knownHosts), ...sshProgram(io) } }),
      ...(caFile === undefined ? {} : { caFile }),
    },
    marks: {
      signOff: author.signOff === true,
      ...(author.sign === undefined ? {} : { sshKey: path(author.sign.key.file) }),
    },
  }
}

/** The image names one, since it has no shell. */
function sshProgram({ env }: Io): { readonly program?: string } {
  const program = env.ISTHMUS_GIT_SSH
  return program === undefined || program === '' ? {} : { program }
}
