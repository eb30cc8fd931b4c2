import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { isSelected, labelsOf, nameOf } from './decide.ts'
import type { LiveObjects, ServedKind } from './live-objects.ts'

/** Namespaces that an object template addresses: `['']` for cluster-scoped kinds, none where nothing says (policy-api 5.2). */
export async function namespacesFor(
  desired: JsonObject,
  type: ServedKind,
  selector: Json | undefined,
  live: LiveObjects,
): Promise<readonly string[]> {
  if (!type.namespaced) return ['']
  const own = textAt(desired, 'metadata', 'namespace') ?? ''
  if (own !== '') return [own]
  const [include, exclude] = [listAt(selector, 'include').map(String), listAt(selector, 'exclude').map(String)]
  const hasLabels = at(selector, 'matchLabels') !== undefined || at(selector, 'matchExpressions') !== undefined
  if (include.length === 0 && !hasLabels) return []
  const all = await live.all('v1', 'Namespace')
  return all
    .filter((each) => include.length === 0 || include.some((glob) => isLike(nameOf(each), glob)))
    .filter((each) => !exclude.some((glob) => isLike(nameOf(each), glob)))
    .filter((each) => !hasLabels || isSelected(selector, labelsOf(each)))
    .map(nameOf)
}

/** `*` and `?` of Go's filepath.Match; sets of characters are not used by what we render. */
function isLike(name: string, glob: string): boolean {
  const pattern = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${pattern}$`).test(name)
}
