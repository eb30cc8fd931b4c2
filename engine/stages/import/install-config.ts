import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import { nameOf, namespaceOf, ofKind } from './find.ts'

export type ParseYaml = (text: string) => Json

/** install-config.yaml of a cluster, from the Secret that Hive installed it with; undefined where it cannot be read. */
export function installConfigOf(
  hub: readonly JsonObject[],
  cluster: string,
  parseYaml: ParseYaml,
): { readonly secret: JsonObject; readonly config: JsonObject } | undefined {
  for (const secret of ofKind(hub, 'Secret').filter((each) => namespaceOf(each) === cluster)) {
    const encoded = textAt(secret, 'data', 'install-config.yaml')
    const config = encoded === undefined ? undefined : decode(encoded, parseYaml)
    if (config !== undefined && nameOf(secret) !== '') return { secret, config }
  }
  return undefined
}

/** A redacted or templated Secret is no configuration. */
function decode(encoded: string, parseYaml: ParseYaml): JsonObject | undefined {
  try {
    const text = atob(encoded)
    const value = parseYaml(text)
    return isObject(value) && isObject(value.networking) ? value : undefined
  } catch {
    return undefined
  }
}
