import type { LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'

/** A key that goes with what was chosen is not there. */
export function lacks(document: LoadedDocument, pointer: string, key: string, what: string, example: string): Finding {
  return finding(
    'configuration/incomplete',
    document.locate(pointer),
    `${what} needs \`${key}\``,
    `add \`${key}: ${example}\``,
  )
}
