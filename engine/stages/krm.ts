import { dump, load } from 'js-yaml'
import type { Finding } from '../model/finding.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isObject, listAt } from '../model/json.ts'

/** What Kustomize gives a function. */
export interface ResourceList {
  readonly items: readonly JsonObject[]
  readonly functionConfig: JsonObject
}

const API_VERSION = 'config.kubernetes.io/v1'

/** Reads a ResourceList; a sentence where it is none. */
export function readResourceList(text: string): ResourceList | { readonly problem: string } {
  try {
    const value = load(text) as Json
    if (!isObject(value) || value.kind !== 'ResourceList') return { problem: 'standard input holds no ResourceList' }
    if (!isObject(value.functionConfig)) return { problem: 'the ResourceList has no functionConfig' }
    return { items: listAt(value, 'items').filter(isObject), functionConfig: value.functionConfig }
  } catch {
    return { problem: 'standard input is not valid YAML' }
  }
}

/** The functionConfig as a file of its own, without the annotations by which Kustomize called the function. */
export function functionConfigOf({ functionConfig }: ResourceList): string {
  const { metadata, ...rest } = functionConfig
  const { annotations: _, ...named } = isObject(metadata) ? metadata : {}
  return dump({ ...rest, metadata: named }, { noRefs: true, lineWidth: -1 })
}

/** What a function answers: all items, and findings as results. */
export function resourceList(items: readonly JsonObject[], findings: readonly Finding[]): string {
  const results = findings.map(({ rule, severity, message, hint }) => ({
    message: `${rule}: ${message}; ${hint}`,
    severity,
  }))
  const list = { apiVersion: API_VERSION, kind: 'ResourceList', items, ...(results.length > 0 ? { results } : {}) }
  return dump(list, { noRefs: true, lineWidth: -1 })
}
