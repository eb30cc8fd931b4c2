import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { originsAt } from '../../model/traced.ts'
import type { PlacedResult } from './placed.ts'

/**
 * Secrets whose values stand in people's own policies, so in the repository and on the hub; what a template fetches on its
 * way does not. Components write none.
 */
export function checkSecrets(plan: Plan): readonly PlacedResult[] {
  const components = Object.keys(plan.environment.spec.components)
  const own = plan.policies.filter((each) => !components.includes(each.component))
  return own.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').flatMap((template, i) =>
      listAt(template, 'objectDefinition', 'spec', 'object-templates').flatMap((each, j) => {
        const definition = at(each, 'objectDefinition')
        const key = isObject(definition) && isWanted(each) ? plainKey(definition) : undefined
        if (key === undefined) return []
        const pointer = `/spec/policy-templates/${i}/objectDefinition/spec/object-templates/${j}/objectDefinition`
        return [result(policy, definition ?? null, key, pointer)]
      }),
    ),
  )
}

function isWanted(template: Json): boolean {
  return textAt(template, 'complianceType')?.toLowerCase() !== 'mustnothave'
}

const PLACEHOLDER = /^<[^<>]*>$/

/** The first key of a Secret with a value of its own; a certificate alone is no secret, and `<fill this in>` is none yet. */
function plainKey(object: JsonObject): string | undefined {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return undefined
  const isPlain = (value: Json, certificate: string) =>
    typeof value === 'string' &&
    value !== '' &&
    !value.includes('{{') &&
    !PLACEHOLDER.test(value) &&
    !value.startsWith(certificate)
  const within = (key: string, certificate: string) => {
    const values = object[key]
    return isObject(values) ? Object.entries(values).find(([, value]) => isPlain(value, certificate))?.[0] : undefined
  }
  // The second one is the first in base64.
  return within('stringData', '-----BEGIN CERTIFICATE') ?? within('data', 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS')
}

function result(policy: PlannedPolicy, object: Json, key: string, pointer: string): PlacedResult {
  const [origin] = originsAt(policy.origins, pointer)
  const name = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].filter(Boolean).join('/')
  return {
    rule: 'secret/plain',
    severity: 'warning',
    pointer: '/spec/components',
    message: `policy ${policy.name}: Secret ${name} has its \`${key}\` in the open, for everybody who reads the repository or the hub`,
    hint: 'fetch it where it is kept, such as `{{hub fromSecret "" "name" "key" hub}}`, and replace the secret',
    ...(origin === undefined ? {} : { origin }),
  }
}
