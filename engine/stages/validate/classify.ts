import type { LoadedDocument } from '../../model/document.ts'
import { API_VERSION } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { isObject } from '../../model/json.ts'
import { suggestion } from '../../model/suggest.ts'
import { KINDS } from './kinds.ts'
import { shown } from './words.ts'

/** Documents by what they are; manifests are everything under policies/ that is no kind of Isthmus. */
export interface Classified {
  readonly ofKind: (kind: string) => readonly LoadedDocument[]
  readonly manifests: readonly LoadedDocument[]
  /** What is of no kind that belongs where it stands; of the broken ones those that do not say their kind. */
  readonly refused: readonly LoadedDocument[]
  readonly findings: readonly Finding[]
}

const OURS = /^isthmus\.dev\//

export function classify(documents: readonly LoadedDocument[]): Classified {
  const kinds = new Map<string, LoadedDocument[]>([...KINDS.keys()].map((kind) => [kind, []]))
  const manifests: LoadedDocument[] = []
  const refused: LoadedDocument[] = []
  const findings: Finding[] = []
  for (const document of documents) {
    if (document.file.startsWith('policies/') && !OURS.test(document.apiVersion)) {
      manifests.push(document)
      continue
    }
    const refusal = document.isBroken ? undefined : refuse(document)
    if (refusal) findings.push(refusal)
    const known = refusal ? undefined : kinds.get(document.kind)
    if (known) known.push(document)
    else refused.push(document)
  }
  return { ofKind: (kind) => kinds.get(kind) ?? [], manifests, refused, findings }
}

function expectedKind(file: string): string {
  if (file.startsWith('environments/')) return 'Environment'
  if (file.startsWith('placements/')) return 'PolicyPlacement'
  if (file.startsWith('exceptions/')) return 'Exception'
  return [...KINDS].find(([, { home }]) => home.test(file))?.[0] ?? 'Environment'
}

function refuse(document: LoadedDocument): Finding | undefined {
  const expected = expectedKind(document.file)
  const begin = `begin it with \`apiVersion: ${API_VERSION}\` and \`kind: ${expected}\``
  const { value, kind, apiVersion } = document
  if (!isObject(value)) return finding('document/not-a-map', document.locate(''), 'the document is not a map', begin)
  if (kind === '')
    return finding('document/no-kind', document.locate('/kind'), 'the document does not say its `kind`', begin)
  const known = KINDS.get(kind)
  if (!known) {
    const hint = suggestion(kind, [...KINDS.keys()], begin)
    return finding(
      'document/unknown-kind',
      document.locate('/kind'),
      `there is no kind ${shown(kind, '/kind')} of Isthmus`,
      hint,
    )
  }
  if (apiVersion !== API_VERSION) {
    const found = apiVersion === '' ? 'is missing' : `is ${shown(apiVersion, '/apiVersion')}`
    const hint = `write \`apiVersion: ${API_VERSION}\``
    return finding(
      'document/api-version',
      document.locate('/apiVersion'),
      `the apiVersion of this ${kind} ${found}`,
      hint,
    )
  }
  if (!known.home.test(document.file)) {
    const message = `a document of kind ${kind} does not belong in ${document.file}`
    return finding('document/misplaced-kind', document.locate('/kind'), message, `move it to ${known.homeWords}`)
  }
  return undefined
}
