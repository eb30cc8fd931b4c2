import { repositoryProbe } from '../../adapters/git/checkup.ts'
import type { GitRepository } from '../../adapters/git.ts'
import { repositorySubject } from '../../flows/doctor/repository.ts'
import type { Subject } from '../../flows/doctor.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Io } from '../io.ts'
import { gitOptionsFor } from '../ports/git.ts'
import { repositoryIn } from '../ports.ts'

/** The repository as a subject, and the one opening of it that all checks share. */
export function repositorySubjectFor(
  configuration: Configuration,
  directory: string,
  io: Io,
): { readonly subject: Subject; readonly open: () => Promise<GitRepository> } {
  const probe = repositoryProbe(
    async () => gitOptionsFor(configuration, directory, io),
    () => open(),
  )
  const opened: { repository?: Promise<GitRepository> } = {}
  const open = () => {
    opened.repository ??= repositoryIn(directory, io)
    return opened.repository
  }
  const forge = configuration.forge.type
  return { subject: repositorySubject({ name: directory, probe, open, forge }), open }
}
