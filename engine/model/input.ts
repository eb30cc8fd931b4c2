import type { Environment } from './environment.ts'
import { inputsName } from './environment.ts'
import type { Mirror, Traced, Tree } from './traced.ts'
import { isTraced, Template } from './traced.ts'

/**
 * A value that nobody can default: the setting where it is given, else a hub template on the ConfigMap `<environment>-inputs`
 * of the hub namespace (design section 3). `setting` is the traced setting; `value` the same, plain.
 */
export function inputOr(
  environment: Environment,
  key: string,
  value: string | undefined,
  setting: Mirror<string> | Traced,
): Tree {
  if (value !== undefined && isTraced(setting)) return setting
  return new Template(inputTemplate(environment, key), setting)
}

/** The text of the hub template that reads one key of the inputs. */
export function inputTemplate(environment: Environment, key: string): string {
  const read = `fromConfigMap "" "${inputsName(environment)}" "${key}"`
  // A key that is missing reads as empty text, which an enforced policy would write; a template error is said and changes nothing.
  return `{{hub or (${read}) (fail "input ${key} is missing in ConfigMap ${inputsName(environment)}") hub}}`
}
