import { dump } from 'js-yaml'
import type { Node } from 'yaml'
import { Document, isMap, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml'
import type { Finding } from '../model/finding.ts'
import type { JsonObject } from '../model/json.ts'

/** What Kustomize gives a function; items are kept as they are written, so that `1.10` stays `1.10`. */
export interface ResourceList {
  readonly items: readonly Node[]
  /** The PolicyGenerator as a file of its own, without the annotations by which Kustomize called the function. */
  readonly functionConfig: string
}

const API_VERSION = 'config.kubernetes.io/v1'

/** Knows text alone: a scalar is neither read as a number nor written as one, so its characters and quotes stay. */
const AS_WRITTEN = { schema: 'failsafe', version: '1.2', merge: false } as const

/** Reads a ResourceList; a sentence where it is none. */
export function readResourceList(text: string): ResourceList | { readonly problem: string } {
  try {
    const { contents, errors } = parseDocument(text, AS_WRITTEN)
    if (errors.length > 0) return { problem: 'standard input is not valid YAML' }
    if (!isMap(contents) || (contents.get('kind') as unknown) !== 'ResourceList')
      return { problem: 'standard input holds no ResourceList' }
    const config = contents.get('functionConfig', true) as unknown
    if (!isMap(config)) return { problem: 'the ResourceList has no functionConfig' }
    const items = contents.get('items', true) as unknown
    if (config.hasIn(['metadata', 'annotations'])) config.deleteIn(['metadata', 'annotations'])
    return { items: isSeq(items) ? items.items.filter(isMap) : [], functionConfig: written(config) }
  } catch {
    return { problem: 'standard input is not valid YAML, or names an anchor of another object' }
  }
}

/** What a function answers: all items, and findings as results. */
export function resourceList(
  items: readonly Node[],
  objects: readonly JsonObject[],
  findings: readonly Finding[],
): string {
  const results = findings.map(({ rule, severity, message, hint }) => ({
    message: `${rule}: ${message}; ${hint}`,
    severity,
  }))
  const list = new YAMLMap()
  list.set('apiVersion', API_VERSION)
  list.set('kind', 'ResourceList')
  list.set('items', sequence([...items, ...objects.map(asNode)]))
  if (results.length > 0) list.set('results', sequence(results.map(asNode)))
  return written(list)
}

function sequence(nodes: readonly Node[]): YAMLSeq {
  const all = new YAMLSeq()
  all.items = [...nodes]
  return all
}

/** js-yaml quotes what a reader of YAML 1.1 would take for something else. */
function asNode(value: JsonObject): Node {
  const { contents } = parseDocument(dump(value, { noRefs: true, lineWidth: -1 }), AS_WRITTEN)
  return contents as Node
}

function written(contents: Node): string {
  const document = new Document(undefined, AS_WRITTEN)
  document.contents = contents
  return document.toString({ lineWidth: 0 })
}
