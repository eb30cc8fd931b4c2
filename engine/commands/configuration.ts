import { readDesiredState } from '../adapters/files.ts'
import type { Configuration } from '../model/configuration.ts'
import { load } from '../stages/load.ts'
import { validate } from '../stages/validate.ts'

/** What holds without an isthmus.yaml. */
export const DEFAULTS: Configuration = {
  apiVersion: 'isthmus.dev/v1alpha1',
  kind: 'Configuration',
  forge: { type: 'local', checks: 'isthmus', reviewers: [], assignees: [] },
  chats: [{ type: 'terminal' }],
  author: { name: 'Isthmus bot', email: 'isthmus-bot@isthmus.invalid' },
  hub: { environments: {} },
  propose: 'follow-up',
  drift: { observations: 1, acknowledgementDays: 30, staleDays: 7, noise: { disable: [] } },
  server: { every: 300, takeoverSeconds: 900 },
  limits: { openProposals: 10, newProposalsPerHour: 2, removals: 25, moves: 100 },
}

/** isthmus.yaml of a working tree; the defaults where there is none. What is wrong in it is for `validate` to say. */
export async function configurationIn(directory: string): Promise<Configuration> {
  const { files } = await readDesiredState(directory)
  // Nothing else of a repository, which may be large, has a say in it.
  const { desired } = validate(load(files.filter((each) => /\bConfiguration\b/.test(each.text))).documents, [])
  return desired.configuration?.value ?? DEFAULTS
}
