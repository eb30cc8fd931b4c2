import type { LoadedDocument } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { at, listAt, textAt } from '../../model/json.ts'

/** Whether a PolicyGenerator file fits the environment that it is placed in. */
export function checkFit(document: LoadedDocument, environment: Environment): readonly Finding[] {
  return [...checkNamespace(document, environment), ...checkOwnPlacements(document)]
}

function checkNamespace(document: LoadedDocument, environment: Environment): readonly Finding[] {
  const { namespace } = environment.spec.hub
  const own = textAt(document.value, 'policyDefaults', 'namespace') ?? ''
  if (own === namespace || own === '') return []
  const place = document.locate('/policyDefaults/namespace')
  const message = `policyDefaults.namespace is not the hub namespace of environment \`${environment.metadata.name}\``
  return [finding('policy/generator-namespace', place, message, `write \`namespace: ${namespace}\``)]
}

function checkOwnPlacements(document: LoadedDocument): readonly Finding[] {
  const { value } = document
  const holders = [
    '/policyDefaults',
    '/policySetDefaults',
    ...listAt(value, 'policies').map((_, i) => `/policies/${i}`),
    ...listAt(value, 'policySets').map((_, i) => `/policySets/${i}`),
  ]
  const own = holders.find((each) => at(value, ...each.slice(1).split('/'), 'placement') !== undefined)
  if (own === undefined) return []
  const message = 'placements of this file are not rendered: the placements of the repository place its policies'
  const place = document.locate(`${own}/placement`, 'key')
  return [
    finding('policy/generator-placement', place, message, 'remove them, or leave them for other readers', 'warning'),
  ]
}
