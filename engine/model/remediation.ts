import type { Json } from './json.ts'
import { textAt } from './json.ts'

/**
 * True where RHACM writes what a template wants: InformOnly always wins, then the Policy's word, then the template's
 * (policy-api 2.4); upper and lower case are the same. `policySpec` is the Policy's spec, `definition` the template's objectDefinition.
 */
export function isEnforced(policySpec: Json | undefined, definition: Json | undefined): boolean {
  const own = actionIn(textAt(definition, 'spec', 'remediationAction'))
  return own !== 'informonly' && (actionIn(textAt(policySpec, 'remediationAction')) || own) === 'enforce'
}

/** True for a template that never writes, whatever its Policy or a placement says. */
export function isLookOnly(definition: Json | undefined): boolean {
  return actionIn(textAt(definition, 'spec', 'remediationAction')) === 'informonly'
}

function actionIn(text: string | undefined): string {
  return text?.toLowerCase() ?? ''
}
