import type { JsonObject } from './json.ts'
import { textAt } from './json.ts'
import { parentOf, resolvePointer } from './pointer.ts'

/**
 * Whether `Always` is what an API server fills in at this `imagePullPolicy`: for an image without a tag or with the tag
 * latest; for one with a digest or another tag it is `IfNotPresent`.
 */
export function isPulledAlways(object: JsonObject, pointer: string): boolean {
  const image = textAt(resolvePointer(object, parentOf(pointer)), 'image')
  if (image === undefined || image.includes('@')) return false
  const tag = image.slice(image.lastIndexOf('/') + 1).split(':')[1]
  return tag === undefined || tag === 'latest'
}
