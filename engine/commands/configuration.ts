import { readDesiredState } from '../adapters/files.ts'
import type { Configuration } from '../model/configuration.ts'
import type { SourceFile } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
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

/** isthmus.yaml of a working tree; the defaults where there is none. */
export async function configurationIn(directory: string): Promise<Configuration> {
  const { value } = await readConfiguration(directory)
  return value ?? DEFAULTS
}

export interface WrongConfiguration {
  readonly findings: readonly Finding[]
  readonly files: readonly SourceFile[]
}

/** Why isthmus.yaml is no configuration: another forge, hub or limit than it names is not what anybody meant. Undefined where it is one, or is not there. */
export async function wrongConfiguration(directory: string): Promise<WrongConfiguration | undefined> {
  const { value, findings, files } = await readConfiguration(directory)
  if (value !== undefined) return undefined
  const wrong = findings.filter((each) => each.file === FILE && each.severity === 'error')
  return wrong.length === 0 ? undefined : { findings: wrong, files }
}

const FILE = 'isthmus.yaml'

async function readConfiguration(directory: string) {
  const { files, findings } = await readDesiredState(directory)
  // Nothing else of a repository, which may be large, has a say in it.
  const loaded = load(files.filter((each) => each.path === FILE || /\bConfiguration\b/.test(each.text)))
  const { desired, findings: invalid } = validate(loaded.documents, [])
  return { value: desired.configuration?.value, findings: [...findings, ...loaded.findings, ...invalid], files }
}
