import type { AuthoredPolicyFolder, LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { isRawTemplates, isUnder } from '../../model/manifest-kind.ts'
import { escapeToken } from '../../model/pointer.ts'
import { suggestion } from '../../model/suggest.ts'
import { mayReference, splitReferences } from '../../model/value-references.ts'
import { shown } from './words.ts'

interface Found {
  readonly name: string
  readonly document: LoadedDocument
  readonly pointer: string
  readonly isKey: boolean
}

/** Manifests name only values that are declared, in values and never in keys; what is declared is named somewhere. */
export function checkReferences(folder: AuthoredPolicyFolder): readonly Finding[] {
  const { policy, manifests } = folder
  if (!policy) return []
  const declared = policy.value.spec.values ?? {}
  const found = manifests.flatMap(referencesIn)
  const wrong = found.flatMap(({ name, document, pointer, isKey }) => {
    if (isKey) {
      const message = `a value cannot stand in a key: \`$(values.${name})\``
      return [finding('value/in-key', document.locate(pointer, 'key'), message, 'write the key itself')]
    }
    if (Object.hasOwn(declared, name)) return []
    const message = `policies/${folder.name} declares no value ${shown(name, '')}`
    const hint = suggestion(
      name,
      Object.keys(declared),
      'declare it in spec.values of policy.yaml, or write `$$(values.…)` for the text itself',
    )
    return [finding('value/undeclared', document.locate(pointer), message, hint)]
  })
  const used = new Set(found.map((each) => each.name))
  const unused = Object.keys(declared)
    .filter((name) => !used.has(name))
    .map((name) => {
      const place = policy.document.locate(`/spec/values/${escapeToken(name)}`, 'key')
      const message = `no manifest names \`${name}\``
      return finding('value/unused', place, message, `write \`$(values.${name})\` in one, or remove it`, 'warning')
    })
  return [...wrong, ...unused]
}

function referencesIn(document: LoadedDocument): readonly Found[] {
  if (!mayReference(document.text)) return []
  const walk = (node: Json, pointer: string): readonly Found[] => {
    if (typeof node === 'string') return namesIn(node).map((name) => ({ name, document, pointer, isKey: false }))
    if (Array.isArray(node)) return node.flatMap((item: Json, i) => walk(item, `${pointer}/${i}`))
    if (!isObject(node)) return []
    return Object.entries(node).flatMap(([key, child]) => {
      const here = `${pointer}/${escapeToken(key)}`
      return [...namesIn(key).map((name) => ({ name, document, pointer: here, isKey: true })), ...walk(child, here)]
    })
  }
  return walk(document.value, '')
}

function namesIn(text: string): readonly string[] {
  return mayReference(text)
    ? splitReferences(text).flatMap((part) => (typeof part === 'string' ? [] : [part.name]))
    : []
}

/** True for a value that would change the template which it is put into. */
export function isUnsafe(value: string, name: string, { policy, manifests }: AuthoredPolicyFolder): boolean {
  if (!policy || !/[{}"'`\\\n]/.test(value)) return false
  const { templates = 'none', manifests: entries = [] } = policy.value.spec
  return manifests.some((manifest) => {
    const own = entries.find((each) => isUnder(manifest.file, each.path))?.templates ?? templates
    if (own === 'none' && !isRawTemplates(manifest.value)) return false
    return referencesIn(manifest).some((each) => each.name === name)
  })
}
