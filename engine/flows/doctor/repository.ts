import type { RepositoryProbe } from '../../model/checkup.ts'
import type { OwnersForge } from '../../model/codeowners.ts'
import { CODEOWNERS_FILES } from '../../model/codeowners.ts'
import type { Repository } from '../../model/git.ts'
import { diagnoseGiteaOwners, diagnoseOwners } from '../../stages/diagnose/owners.ts'
import { diagnoseRepository } from '../../stages/diagnose/repository.ts'
import type { Subject } from '../doctor.ts'

export interface RepositorySubject {
  readonly name: string
  readonly probe: RepositoryProbe
  readonly open: () => Promise<Repository>
  /** Each reads CODEOWNERS otherwise. */
  readonly forge: OwnersForge
}

/** The desired-state repository: reached, writable where we write, and owned. */
export function repositorySubject({ name, probe, open, forge }: RepositorySubject): Subject {
  return {
    thing: 'repository',
    name,
    async examine(examiner) {
      const facts = await probe.look()
      const repository = await open()
      const commit = (await repository.resolve(facts.defaultBranch)) ?? ''
      const trees = await Promise.all(CODEOWNERS_FILES[forge].map((each) => repository.readTree(commit, `/${each}`)))
      const owners = new Map(trees.flatMap((each) => [...each]))
      const owned =
        forge === 'gitea'
          ? diagnoseGiteaOwners(examiner, owners)
          : diagnoseOwners(examiner, owners, repository.folder?.slice(0, -1), forge)
      return [...diagnoseRepository(examiner, facts), owned]
    },
  }
}
