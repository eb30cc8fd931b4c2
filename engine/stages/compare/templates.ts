import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { TemplateVerdict } from '../../model/verdict.ts'
import type { ObjectTemplate } from './address.ts'
import { isTooDeep } from './depth.ts'
import { hasAction, isTemplated, printLiterals } from './literals.ts'
import { readRaw } from './raw.ts'

/** Reads YAML of one document as Kubernetes does; throws an Error whose message says what is wrong. */
export type ParseYaml = (text: string) => Json

/** An object template ready to be assessed, or a verdict on it where it cannot be. */
export type ReadTemplate =
  | { readonly asked: ObjectTemplate; readonly pointer: string }
  | { readonly verdict: TemplateVerdict }

const DISABLE_TEMPLATES = 'policy.open-cluster-management.io/disable-templates'

const TEMPLATED: TemplateVerdict = {
  compliant: 'Unknown',
  reason: 'Not evaluated',
  message: 'the definition has templates, which only RHACM on the cluster can resolve',
}

/** The object templates of a ConfigurationPolicy, written out or raw, with literal braces printed. */
export function readTemplates(policy: JsonObject, parseYaml: ParseYaml | undefined): readonly ReadTemplate[] {
  const spec = policy.spec
  const isLiteral = isDisabled(policy)
  const raw = textAt(spec, 'object-templates-raw') ?? ''
  // With templates disabled the controller never reads the raw text (policy-api 6.5).
  if (raw !== '' && !isLiteral) {
    const read = readRaw(raw, parseYaml)
    if ('verdict' in read) return [read]
    return read.templates.map((template, index) => readTemplate(policy, template, index, true))
  }
  return listAt(spec, 'object-templates').map((template, index) => readTemplate(policy, template, index, isLiteral))
}

function readTemplate(policy: JsonObject, template: Json, index: number, isLiteral: boolean): ReadTemplate {
  const written = isObject(template) && isObject(template.objectDefinition) ? template.objectDefinition : {}
  if (isTooDeep(written)) {
    const message = 'the definition is nested deeper than can be compared'
    return { verdict: { compliant: 'Unknown', reason: 'Not evaluated', message } }
  }
  const hasTemplates = !isLiteral && hasAction(written)
  if (hasTemplates && isTemplated(written)) return { verdict: TEMPLATED }
  const printed = hasTemplates ? printLiterals(written) : written
  return {
    pointer: textAt(policy.spec, 'object-templates-raw')
      ? '/spec/object-templates-raw'
      : `/spec/object-templates/${index}`,
    asked: {
      index,
      definition: isObject(printed) ? printed : {},
      template: isObject(template) ? template : {},
      policyName: textAt(policy, 'metadata', 'name') ?? '',
      namespaceSelector: isObject(policy.spec) ? policy.spec.namespaceSelector : undefined,
    },
  }
}

/** The texts that Go reads as true. */
function isDisabled(policy: JsonObject): boolean {
  const value = textAt(policy, 'metadata', 'annotations', DISABLE_TEMPLATES)
  return value !== undefined && ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)
}
