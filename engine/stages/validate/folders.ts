import type { AuthoredPolicy } from '../../model/authored-policy.ts'
import type { Component } from '../../model/component.ts'
import type { AuthoredPolicyFolder, LoadedDocument, Sourced } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { at } from '../../model/json.ts'
import { isRawTemplates, isRootPolicy } from '../../model/manifest-kind.ts'
import { isDnsLabel } from '../../model/names.ts'

const DEFINITION = 'AuthoredPolicy'
const GENERATOR = 'PolicyGenerator'

export interface Folders {
  readonly folders: readonly AuthoredPolicyFolder[]
  /** Folders that have a definition, valid or not. */
  readonly defined: ReadonlySet<string>
  readonly findings: readonly Finding[]
}

/** The folders of policies/ that hold YAML, each with its definition, manifests and generator files. */
export function gatherFolders(
  documents: readonly LoadedDocument[],
  valid: readonly Sourced<AuthoredPolicy>[],
  components: readonly Component[],
): Folders {
  const byFolder = new Map<string, LoadedDocument[]>()
  const findings: Finding[] = []
  for (const document of documents) {
    const name = /^policies\/([^/]+)\/./.exec(document.file)?.[1]
    const known = name === undefined ? undefined : byFolder.get(name)
    if (known) known.push(document)
    else if (name !== undefined) byFolder.set(name, [document])
    else findings.push(outside(document))
  }
  const gathered = [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    folders: gathered.map(([name, inside]) => folderOf(name, inside, valid)),
    defined: new Set(gathered.filter(([, inside]) => isDefined(inside)).map(([name]) => name)),
    findings: [...findings, ...gathered.flatMap(([name, inside]) => checkFolder(name, inside, components))],
  }
}

/** What is broken may be the definition, but not beside a generator file, which needs none. */
function isDefined(inside: readonly LoadedDocument[]): boolean {
  const isGenerator = inside.some((each) => each.kind === GENERATOR && !each.isBroken)
  return inside.some((each) => (isGenerator ? each.kind === DEFINITION : isDefinition(each)))
}

function isDefinition(document: LoadedDocument): boolean {
  return document.kind === DEFINITION || document.isBroken
}

function outside(document: LoadedDocument): Finding {
  const message = 'this file is in no folder of policies/, so no placement can name it'
  return finding('policy/outside-folder', document.locate(''), message, 'move it to policies/<name>/', 'warning')
}

function folderOf(
  name: string,
  inside: readonly LoadedDocument[],
  valid: readonly Sourced<AuthoredPolicy>[],
): AuthoredPolicyFolder {
  const policy = valid.find((each) => each.document.file.startsWith(`policies/${name}/`))
  const others = inside.filter((each) => !isDefinition(each))
  return {
    name,
    ...(policy && { policy }),
    manifests: others.filter((each) => each.kind !== GENERATOR),
    generators: others.filter((each) => each.kind === GENERATOR),
  }
}

function checkFolder(
  name: string,
  inside: readonly LoadedDocument[],
  components: readonly Component[],
): readonly Finding[] {
  const [first] = inside
  if (!first) return []
  const begin = { file: first.file, line: 1, column: 1 }
  const report = (rule: string, message: string, hint: string) => [finding(rule, begin, message, hint)]
  if (components.some((each) => each.name === name))
    return report(
      'policy/named-like-component',
      `folder policies/${name} is named like the component \`${name}\``,
      'rename the folder',
    )
  if (!isDnsLabel(name))
    return report(
      'policy/name',
      `folder policies/${name} cannot name a policy`,
      'use lower-case letters, digits and hyphens, at most 63',
    )
  const [definition, second] = inside.filter((each) => each.kind === DEFINITION && !each.isBroken)
  if (second)
    return [
      finding(
        'policy/second-definition',
        second.locate('/kind'),
        `policies/${name} already has a document of kind ${DEFINITION}`,
        'keep one, or make a folder of its own',
      ),
    ]
  if (definition && inside.length === 1)
    return [
      finding(
        'policy/empty',
        definition.locate('/kind'),
        `policies/${name} has no manifest beside its definition`,
        'add the manifests that clusters must have',
      ),
    ]
  if (inside.some((each) => each.kind === GENERATOR)) return []
  const manifests = inside.filter((each) => !each.isBroken && !isRawTemplates(each.value))
  return [
    ...manifests.filter((each) => each.kind === '' || each.apiVersion === '').map(notAManifest),
    ...manifests.filter((each) => isRootPolicy(each.value)).map(rootPolicy),
    ...manifests.filter(isList).map(listOfObjects),
  ]
}

function rootPolicy(document: LoadedDocument): Finding {
  const message = 'a Policy of the hub cannot be a manifest of another'
  const hint = 'keep what its policy-templates hold as manifests, or import it as a policy of its own'
  return finding('policy/root-policy', document.locate('/kind'), message, hint)
}

/** `kubectl get -o yaml` prints one; no API server serves the kind, and RHACM takes what it is given for one object. */
function isList({ apiVersion, kind, value }: LoadedDocument): boolean {
  return apiVersion !== '' && /List$/.test(kind) && Array.isArray(at(value, 'items'))
}

function listOfObjects(document: LoadedDocument): Finding {
  const message = `a ${document.kind} is no object that a cluster has`
  const hint = 'write each of its items as a document of its own, with `---` between them'
  return finding('policy/not-a-manifest', document.locate('/kind'), message, hint)
}

function notAManifest(document: LoadedDocument): Finding {
  const lacks = [document.apiVersion === '' ? '`apiVersion`' : '', document.kind === '' ? '`kind`' : '']
  const message = `this is no Kubernetes object: it lacks ${lacks.filter((each) => each !== '').join(' and ')}`
  return finding(
    'policy/not-a-manifest',
    document.locate(''),
    message,
    'add what is missing, or move the file out of policies/',
  )
}

/** Authored policies that no placement names: probably forgotten. */
export function checkUnplacedFolders(
  folders: readonly AuthoredPolicyFolder[],
  placed: ReadonlySet<string>,
): readonly Finding[] {
  return folders.flatMap(({ name, policy }) => {
    if (!policy || placed.has(name)) return []
    const message = `no placement names the authored policy \`${name}\`, so nothing of it is rendered`
    return [
      finding(
        'policy/unplaced',
        policy.document.locate('/kind'),
        message,
        'add it to `policies` of a placement',
        'warning',
      ),
    ]
  })
}
