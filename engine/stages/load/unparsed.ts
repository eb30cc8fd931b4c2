import type { SourceFile } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { load } from '../load.ts'

/** The finding about a file that a reader of manifests could not parse: the place where nobody can read on. */
export function unparsed(file: SourceFile): Finding {
  const [first] = load([file], Number.POSITIVE_INFINITY).findings.filter((each) => each.severity === 'error')
  return first ?? finding('yaml/syntax', { file: file.path, line: 1, column: 1 }, 'does not parse', 'mend the file')
}
