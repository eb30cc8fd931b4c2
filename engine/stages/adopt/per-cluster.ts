import { escapeToken } from '../../model/pointer.ts'
import type { FileEdit } from '../../model/way-out.ts'

/**
 * The same value for single clusters: a setting `…/<noun>PerCluster` has its exceptions beside it, `…/<noun>: { <cluster>: … }`
 * (as MemberSettings of engine/model/members.ts has). Undefined for any other setting.
 */
export function perCluster(edit: FileEdit, clusters: readonly string[]): readonly FileEdit[] | undefined {
  const { operation } = edit
  const base = /^(\/spec\/components\/.*)PerCluster$/.exec(operation.pointer)?.[1]
  if (base === undefined || operation.op !== 'set') return undefined
  return clusters.map((cluster) => ({
    ...edit,
    operation: { ...operation, pointer: `${base}/${escapeToken(cluster)}` },
  }))
}
