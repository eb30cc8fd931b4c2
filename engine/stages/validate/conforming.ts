import type { Component } from '../../model/component.ts'
import type { LoadedDocument, Sourced } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import { environmentSchema } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { JsonObject } from '../../model/json.ts'
import { at, isObject } from '../../model/json.ts'
import { escapeToken } from '../../model/pointer.ts'
import type { Schema } from '../../model/schema.ts'
import { suggestion } from '../../model/suggest.ts'
import { conform } from './compile.ts'
import { explainErrors } from './explain.ts'
import { shown } from './words.ts'

export interface Conforming<T> {
  readonly valid: readonly Sourced<T>[]
  readonly findings: readonly Finding[]
}

/** Documents of one kind that its schema accepts, with defaults; findings for the others. Broken ones were reported already. */
export function conforming<T>(schema: Schema<T>, documents: readonly LoadedDocument[]): Conforming<T> {
  const valid: Sourced<T>[] = []
  const findings: Finding[] = []
  for (const document of documents) {
    if (document.isBroken) continue
    const outcome = conform(schema, document.value)
    if ('value' in outcome) valid.push({ value: outcome.value, document })
    else findings.push(...explainErrors(outcome.errors, document))
  }
  return { valid, findings }
}

interface Settings {
  readonly settings: Environment['spec']['components']
  readonly findings: readonly Finding[]
}

/** The settings of each component by its own schema; read from the document, so that they are checked in any environment. */
function settingsOf(document: LoadedDocument, components: readonly Component[]): Settings {
  const findings: Finding[] = []
  const settings: [string, JsonObject][] = []
  const written = at(document.value, 'spec', 'components')
  for (const [name, own] of Object.entries(isObject(written) ? written : {})) {
    const pointer = `/spec/components/${escapeToken(name)}`
    const component = components.find((each) => each.name === name)
    if (!component) {
      const hint = suggestion(
        name,
        components.map((each) => each.name),
        'remove it',
      )
      const message = `there is no component ${shown(name, '')}`
      findings.push(finding('environment/unknown-component', document.locate(pointer, 'key'), message, hint))
    } else if (isObject(own)) {
      const outcome = conform(component.settings, own)
      if ('errors' in outcome) findings.push(...explainErrors(outcome.errors, document, pointer))
      else if (isObject(outcome.value)) settings.push([name, outcome.value])
    }
  }
  return { settings: Object.fromEntries(settings), findings }
}

/**
 * Environments whose own fields are valid (`outlined`: other documents may refer to them), and of these the ones whose
 * component settings are valid too, with all defaults (`valid`: these can be expanded).
 */
export function conformingEnvironments(
  documents: readonly LoadedDocument[],
  components: readonly Component[],
): Conforming<Environment> & { readonly outlined: readonly Sourced<Environment>[] } {
  const own = conforming(environmentSchema, documents)
  const settled = new Map(documents.map((each) => [each, settingsOf(each, components)]))
  const valid = own.valid.flatMap(({ value, document }): readonly Sourced<Environment>[] => {
    const found = settled.get(document)
    if (!found || found.findings.length > 0) return []
    return [{ value: { ...value, spec: { ...value.spec, components: found.settings } }, document }]
  })
  return {
    outlined: own.valid,
    valid,
    findings: [...own.findings, ...[...settled.values()].flatMap((each) => each.findings)],
  }
}
