import type { RepositoryProbe } from '../../model/checkup.ts'
import { CODEOWNERS_FILES, GITEA_CODEOWNERS_FILES } from '../../model/codeowners.ts'
import type { Repository } from '../../model/git.ts'
import { diagnoseGiteaOwners, diagnoseOwners } from '../../stages/diagnose/owners.ts'
import { diagnoseRepository } from '../../stages/diagnose/repository.ts'
import type { Subject } from '../doctor.ts'

export interface RepositorySubject {
  readonly name: string
  readonly probe: RepositoryProbe
  readonly open: () => Promise<Repository>
  /** Its forge is a Gitea or Forgejo, which reads CODEOWNERS otherwise. */
  readonly isGitea: boolean
}

/** The desired-state repository: reached, writable where we write, and owned. */
export function repositorySubject({ name, probe, open, isGitea }: RepositorySubject): Subject {
  return {
    thing: 'repository',
    name,
    async examine(examiner) {
      const facts = await probe.look()
      const repository = await open()
      const commit = (await repository.resolve(facts.defaultBranch)) ?? ''
      const files = isGitea ? GITEA_CODEOWNERS_FILES : CODEOWNERS_FILES
      const trees = await Promise.all(files.map((each) => repository.readTree(commit, `/${each}`)))
      const owners = new Map(trees.flatMap((each) => [...each]))
      const owned = isGitea
        ? diagnoseGiteaOwners(examiner, owners)
        : diagnoseOwners(examiner, owners, repository.folder?.slice(0, -1))
      return [...diagnoseRepository(examiner, facts), owned]
    },
  }
}
