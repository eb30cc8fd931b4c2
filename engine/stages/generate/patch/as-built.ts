import type { Fields, Node } from './node.ts'
import { isFields, writtenText } from './node.ts'

const LOCAL = 'config.kubernetes.io/local-config'

/**
 * Patched objects as Kustomize gives them out (api resource RemoveBuildAnnotations and DropLocalNodes): annotations are text,
 * none stand empty, and objects that are marked as Kustomize's own are left out.
 */
export function asBuilt(objects: readonly Fields[]): readonly Fields[] {
  return objects.map(withTextAnnotations).filter((each) => {
    const mark =
      isFields(each.metadata) && isFields(each.metadata.annotations) ? each.metadata.annotations[LOCAL] : 'false'
    return mark === undefined || mark === 'false'
  })
}

function withTextAnnotations(object: Fields): Fields {
  if (!isFields(object.metadata) || !Object.hasOwn(object.metadata, 'annotations')) return object
  const { annotations, ...metadata } = object.metadata
  const entries = isFields(annotations) ? Object.entries(annotations) : []
  if (entries.length === 0) return { ...object, metadata }
  const texts = Object.fromEntries(entries.map(([key, value]): [string, Node] => [key, writtenText(value)]))
  return { ...object, metadata: { ...metadata, annotations: texts } }
}
