import type { JsonObject } from '../model/json.ts'
import { textAt } from '../model/json.ts'
import type { Compliance, TemplateVerdict, Verdict } from '../model/verdict.ts'
import type { ApiServer } from './compare/api-server.ts'
import type { Assessment } from './compare/assess.ts'
import { assess } from './compare/assess.ts'
import type { Cluster } from './compare/cluster.ts'
import { clusterOf, writable } from './compare/cluster.ts'
import { difference } from './compare/difference.ts'
import type { RelatedEntry } from './compare/related.ts'
import { relatedOnce } from './compare/related.ts'
import type { ParseYaml } from './compare/templates.ts'
import { readTemplates } from './compare/templates.ts'

export interface CompareOptions {
  /** Reads `object-templates-raw`; without it such policies are not evaluated. */
  readonly parseYaml?: ParseYaml
  /**
   * What answers dry-run updates. The default is `in-memory`, as in RHACM's own offline program and its recorded verdicts;
   * `live` for objects that were observed on a real cluster.
   */
  readonly server?: ApiServer
}

/** One index for the many policies that are compared with the same objects. */
const CLUSTERS = {
  'in-memory': new WeakMap<readonly JsonObject[], Cluster>(),
  live: new WeakMap<readonly JsonObject[], Cluster>(),
}

const POLICY_API = 'policy.open-cluster-management.io/'

/**
 * The verdict of one ConfigurationPolicy on one cluster's objects, with the semantics of RHACM's own controller in inform mode
 * (policy-api section 5). Other kinds of policy template, and definitions with templates, are `Unknown`.
 */
export function compare(policy: JsonObject, objects: readonly JsonObject[], options: CompareOptions = {}): Verdict {
  const { apiVersion, kind } = policy
  const isKnown = typeof apiVersion === 'string' && apiVersion.startsWith(POLICY_API) && kind === 'ConfigurationPolicy'
  if (!isKnown) return notEvaluated(typeof kind === 'string' ? kind : 'object without a kind')
  const server = options.server ?? 'in-memory'
  const cluster = writable(indexed(objects, server))
  const templates: TemplateVerdict[] = []
  const differences: Verdict['differences'][number][] = []
  const related: RelatedEntry[] = []
  for (const read of readTemplates(policy, options.parseYaml)) {
    if ('verdict' in read) {
      templates.push(read.verdict)
      continue
    }
    const assessment: Assessment = assess(read.asked, cluster, server)
    templates.push(assessment.verdict)
    related.push(...assessment.related)
    differences.push(...assessment.deviations.map((each) => difference(each, read.pointer)))
  }
  if (templates.length === 0) templates.push(nothingToCheck(policy))
  return { compliant: worst(templates), templates, relatedObjects: relatedOnce(related), differences }
}

/** NonCompliant wins over Unknown, and Unknown over Compliant. */
function worst(verdicts: readonly { readonly compliant: Compliance }[]): Compliance {
  const states = new Set(verdicts.map((each) => each.compliant))
  if (states.has('NonCompliant')) return 'NonCompliant'
  return states.has('Unknown') ? 'Unknown' : 'Compliant'
}

function indexed(objects: readonly JsonObject[], server: ApiServer): Cluster {
  const cluster = CLUSTERS[server].get(objects) ?? clusterOf(objects, server)
  CLUSTERS[server].set(objects, cluster)
  return cluster
}

function notEvaluated(kind: string): Verdict {
  const message = `${kind} is evaluated by its own controller on the cluster only`
  const template: TemplateVerdict = { compliant: 'Unknown', reason: 'Not evaluated', message }
  return { compliant: 'Unknown', templates: [template], relatedObjects: [], differences: [] }
}

function nothingToCheck(policy: JsonObject): TemplateVerdict {
  const name = textAt(policy, 'metadata', 'name') ?? ''
  const message = `${name} contains no object templates to check, and thus has no violations`
  return { compliant: 'Compliant', reason: 'No object templates', message }
}
