import type { Mistake } from '../../../model/imported.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../../model/json.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

/** Rows 9 (also values in Secrets), 26 (rights), 27, 28 (unpinned) and 30: who may do what, and who fights whom. */
export const accessRules: Rule = (platform) =>
  platform.seen.flatMap(({ name, objects }) =>
    objects.flatMap((each) => [...rights(name, each), ...writers(name, each)]),
  )

type Wrong = (
  rule: string,
  severity: Mistake['severity'],
  pointer: string,
  evidence: string,
  remedy: string,
  row: number,
) => readonly Mistake[]

function wrongIn(cluster: string, object: JsonObject): Wrong {
  return (rule, severity, pointer, evidence, remedy, blueprint) => [
    mistake(cluster, { rule, severity, object, pointer, evidence, remedy, blueprint }),
  ]
}

function rights(cluster: string, object: JsonObject): readonly Mistake[] {
  const wrong = wrongIn(cluster, object)
  if (object.kind === 'Secret' && isRendered(object))
    return wrong(
      'secret-from-values',
      'error',
      '/data',
      'it was written by a tool that renders values into manifests; what it holds stands in the release too, and where those values are kept',
      'reference a Secret of the hub or of a vault instead of passing the value, and replace the credential',
      9,
    )
  if (object.kind === 'ClusterRoleBinding') return binding(object, wrong)
  if (object.kind === 'ArgoCD' && /role:admin/.test(textAt(object, 'spec', 'rbac', 'defaultPolicy') ?? ''))
    return wrong(
      'argocd-default-admin',
      'error',
      '/spec/rbac/defaultPolicy',
      'every user that can log in to Argo CD is its admin',
      'use an empty default policy and name the groups',
      9,
    )
  if (object.kind === 'Application' && hidesInstalled(object))
    return wrong(
      'argocd-hides-difference',
      'warning',
      '/spec/ignoreDifferences',
      'the difference at /spec/installed is ignored: Git says what the cluster refuses',
      'remove spec.installed from Git instead',
      9,
    )
  if (object.kind === 'GlobalRouteDiscovery' && usesAdmin(object))
    return wrong(
      'admin-kubeconfig',
      'error',
      '/spec/clusters',
      'the load balancer operator holds the admin kubeconfig of every cluster',
      'use ManagedServiceAccounts that may read Services and Routes',
      27,
    )
  return []
}

function binding(object: JsonObject, wrong: Wrong): readonly Mistake[] {
  const role = textAt(object, 'roleRef', 'name')
  const subjects = listAt(object, 'subjects').map(
    (each) => `${textAt(each, 'namespace') ?? ''}/${textAt(each, 'name') ?? ''}`,
  )
  const isArgo = subjects.some((each) => /argocd|gitops/.test(each))
  if (role === 'cluster-admin' && isArgo)
    return wrong(
      'argocd-cluster-admin',
      'error',
      '/roleRef',
      'Argo CD is cluster-admin: one write to a repository takes everything over',
      'give it the rights on what it delivers only',
      9,
    )
  if (role === 'system:node-reader')
    return wrong(
      'node-reader',
      'warning',
      '/roleRef',
      `${subjects.join(', ')} may read every node in whole, where two labels are needed to know region and zone`,
      'allow get on nodes only, or render the region into the pod',
      26,
    )
  return []
}

function hidesInstalled(application: JsonObject): boolean {
  return listAt(application, 'spec', 'ignoreDifferences').some((each) =>
    listAt(each, 'jsonPointers').includes('/spec/installed'),
  )
}

function usesAdmin(discovery: JsonObject): boolean {
  return listAt(discovery, 'spec', 'clusters').some((each) =>
    /admin-kubeconfig/.test(textAt(each, 'clusterCredentialRef', 'name') ?? ''),
  )
}

/** Controllers that rewrite what Git delivers. */
function writers(cluster: string, object: JsonObject): readonly Mistake[] {
  const wrong = wrongIn(cluster, object)
  const annotations = at(object, 'metadata', 'annotations')
  const keys = Object.keys(isObject(annotations) ? annotations : {})
  const utils = keys.filter((each) => each.startsWith('cert-utils-operator.redhat-cop.io/'))
  const isWorkload = at(object, 'spec', 'template', 'spec') !== undefined
  const reloader = keys.filter((each) => isWorkload && each.includes('reloader.stakater.com/'))
  const tag = listAt(object, 'spec', 'template', 'spec', 'containers')
    .map((each) => textAt(each, 'image') ?? '')
    .find((each) => /cert-manager-controller:v(0\.|1\.([0-9]|1[0-4])(\.|$))/.test(each))
  return [
    ...(utils.length > 0
      ? wrong(
          'second-writer',
          'info',
          '/metadata/annotations',
          'cert-utils writes certificates into this object: a tool that compares it whole fights it',
          'compare with musthave only, or use spec.tls.externalCertificate',
          30,
        )
      : []),
    ...(reloader.length > 0
      ? wrong(
          'second-writer',
          'info',
          '/metadata/annotations',
          'Reloader writes into the pod template: a renewal can restart all regions in the same minute',
          'compare with musthave only, and keep renewals of different regions a day apart',
          30,
        )
      : []),
    ...(tag !== undefined
      ? wrong(
          'cert-manager-out-of-support',
          'error',
          '/spec/template/spec/containers',
          `${tag} is out of support`,
          'install cert-manager by its operator, pinned to a version',
          28,
        )
      : []),
  ]
}

/** Helm and Argo CD write what they were given as values; what another tool wrote into their empty Secret is not among it. */
function isRendered(secret: JsonObject): boolean {
  const written = listAt(secret, 'metadata', 'managedFields')
  const renderers = written.filter((each) => /^(helm|argocd-controller|argocd)/i.test(textAt(each, 'manager') ?? ''))
  const wroteData = (each: Json) => at(each, 'fieldsV1', 'f:data') !== undefined
  const isOthers = !renderers.some(wroteData) && written.some(wroteData)
  const isMade = /^(helm\.sh\/|kubernetes\.io\/service-account-token$)/.test(textAt(secret, 'type') ?? '')
  return !isMade && !isOthers && renderers.length > 0 && isObject(secret.data) && Object.keys(secret.data).length > 0
}
