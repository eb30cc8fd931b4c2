import type { LoadedDocument, SourceFile } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import { isLarger, SOURCE_LIMIT, tooLarge } from '../model/source-limit.ts'
import { buildDocuments } from './load/build.ts'
import { checkCharacters } from './load/characters.ts'
import { documentOf, isOurs, sourceOf } from './load/loaded-document.ts'
import { outlineOf } from './load/outline.ts'
import type { Problem } from './load/problem.ts'
import { problem } from './load/problem.ts'
import type { Parsed } from './load/syntax.ts'
import { parseFile, parseStrictly } from './load/syntax.ts'

export interface Loaded {
  readonly documents: readonly LoadedDocument[]
  readonly findings: readonly Finding[]
}

const DOCUMENT_LIMIT = 2_000
const FINDING_LIMIT = 100

/**
 * Documents of all files, of those that people wrote up to so many bytes, with everything that is wrong with them as YAML.
 * `isOwn`: what no other program reads, and so has to be as YAML 1.2 wants it. Never throws, whatever the text.
 */
export function load(files: readonly SourceFile[], most = SOURCE_LIMIT, isOwn: IsOwn = isOurs): Loaded {
  const documents: LoadedDocument[] = []
  const findings: Finding[] = []
  for (const file of files) {
    if (file.isBuilt !== true && isLarger(file.text, most)) {
      const { rule, message, hint } = tooLarge(most)
      findings.push(finding(rule, { file: file.path, line: 1, column: 1 }, message, hint))
      continue
    }
    const loaded = loadFile({ path: file.path, text: file.text.replace(/^\uFEFF/, '') }, isOwn)
    for (const document of loaded.documents) documents.push(document)
    for (const each of loaded.findings) findings.push(each)
  }
  return { documents, findings }
}

type IsOwn = (document: LoadedDocument) => boolean

/** Other readers of manifests take brackets that end below their key; of what is our own, editors would say that they are wrong. */
function loadFile(file: SourceFile, isOwn: IsOwn): Loaded {
  const loaded = loadAs(file, parseFile(file.text), isOwn)
  const isLoose = loaded.isLoose === true && loaded.documents.some(isOwn)
  return isLoose ? loadAs(file, parseStrictly(file.text), isOwn) : loaded
}

function loadAs(file: SourceFile, parsed: Parsed, isOwn: IsOwn): Loaded & Pick<Parsed, 'isLoose'> {
  const source = sourceOf(file, parsed)
  const findings: Finding[] = []
  const add = (problems: readonly Problem[], isStrict: boolean) => {
    for (const { rule, offset, message, hint, severity } of capped(problems)) {
      const known = severity === 'mild' ? (isStrict ? 'error' : 'warning') : severity
      findings.push(finding(rule, source.place(offset), message, hint, known))
    }
  }
  const characters = checkCharacters(file.text)
  add(characters, true)
  if (characters.some((each) => each.severity === 'error')) return { documents: [], findings }

  const { events, problems, broken, isLoose = false } = parsed
  add(problems, true)
  const documents: LoadedDocument[] = []
  for (const [position, built] of buildDocuments(file.text, events).entries()) {
    if (built.value === undefined) continue
    if (documents.length === DOCUMENT_LIMIT) {
      add(
        [
          problem(
            source.offset(position, '', 'value'),
            'yaml/too-many-documents',
            `more than ${DOCUMENT_LIMIT} documents in one file`,
            'split the file',
          ),
        ],
        true,
      )
      break
    }
    const document = documentOf(source, { index: documents.length, position, value: built.value })
    add(built.problems, isOwn(document))
    documents.push(document)
  }
  for (const { start, end } of broken) {
    const value = outlineOf(file.text.slice(start, end))
    documents.push(documentOf(source, { index: documents.length, brokenAt: start, value }))
  }
  return { documents, findings, isLoose }
}

/** One document of a hostile file must not drown the findings of all others. */
function capped(problems: readonly Problem[]): readonly Problem[] {
  const next = problems[FINDING_LIMIT]
  if (!next) return problems
  const message = `${problems.length - FINDING_LIMIT} more findings in this document are not shown`
  const rest = problem(next.offset, 'yaml/more-findings', message, 'mend those above first', 'info')
  return [...problems.slice(0, FINDING_LIMIT), rest]
}
