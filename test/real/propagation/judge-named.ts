import type { JsonObject } from '../../../engine/model/json.ts'
import { isObject, textAt } from '../../../engine/model/json.ts'
import { ApiError } from '../testbed/kube-client.ts'
import type { LiveObjects } from './live-objects.ts'
import { holds, isSame, merged } from './merge.ts'

export interface Named {
  readonly template: JsonObject
  readonly desired: JsonObject
  readonly live: LiveObjects
  readonly namespace: string
  readonly name: string
  readonly enforce: boolean
}

/** What is said of one named object. */
export interface NamedVerdict {
  readonly name: string
  readonly isCompliant: boolean
  readonly reason: string
  readonly error?: string
  /** What was true before enforcement wrote. */
  readonly was?: string
}

export const CONTROLLER = 'config-policy-controller'

/** One object by its name: compared, put to the API server as a dry run where it is not plainly equal, and written when enforcing. */
export async function judgeNamed(input: Named): Promise<NamedVerdict> {
  const { template, desired, live, namespace, name, enforce } = input
  const apiVersion = textAt(desired, 'apiVersion') ?? ''
  const kind = textAt(desired, 'kind') ?? ''
  const found = await live.one(apiVersion, kind, namespace, name)
  const said = (isCompliant: boolean, reason: string) => ({ name, isCompliant, reason })
  if (textAt(template, 'complianceType')?.toLowerCase() === 'mustnothave') {
    if (!found) return said(true, 'Resource not found as expected')
    if (!enforce) return said(false, 'Resource found but should not exist')
    await live.cluster.remove(apiVersion, kind, namespace, name)
    return { ...said(true, 'K8s deletion success'), was: 'Resource found but should not exist' }
  }
  try {
    if (!found) return await missing(input, said)
    return await present(input, found, said)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return {
      ...said(false, 'K8s update template error'),
      error: `Error validating the object ${name}, the error is \`${error.message}\``,
    }
  }
}

type Say = (isCompliant: boolean, reason: string) => NamedVerdict

async function missing({ desired, live, namespace, name, enforce }: Named, said: Say): Promise<NamedVerdict> {
  if (!enforce) return said(false, 'Resource not found but should exist')
  const { status: _, ...object } = desired
  const metadata = {
    ...(isObject(desired.metadata) ? desired.metadata : {}),
    name,
    ...(namespace === '' ? {} : { namespace }),
  }
  await write(live, 'POST', { ...object, metadata }, false)
  return { ...said(true, 'K8s creation success'), was: 'Resource not found but should exist' }
}

async function present(
  { template, desired, live, enforce }: Named,
  found: JsonObject,
  said: Say,
): Promise<NamedVerdict> {
  const only = textAt(template, 'complianceType')?.toLowerCase() === 'mustonlyhave'
  const kind = textAt(template, 'metadataComplianceType')?.toLowerCase()
  const asked = merged(desired, found, { only, onlyMetadata: kind === undefined ? only : kind === 'mustonlyhave' })
  const isStatusRight = desired.status === undefined || holds(desired.status, found.status)
  const isRight = isSame(asked, found) || isSame(await write(live, 'PUT', asked, true), found)
  if (isRight && isStatusRight) return said(true, 'Resource found as expected')
  if (!enforce || isRight) return said(false, 'Resource found but does not match')
  await write(live, 'PUT', asked, false)
  return { ...said(true, 'K8s update success'), was: 'Resource found but does not match' }
}

/** As the controller writes: the whole object, strictly validated (policy-api 5.8). */
async function write(
  live: LiveObjects,
  method: 'POST' | 'PUT',
  object: JsonObject,
  isDryRun: boolean,
): Promise<JsonObject> {
  const apiVersion = textAt(object, 'apiVersion') ?? ''
  const type = await live.type(apiVersion, textAt(object, 'kind') ?? '')
  const namespace = textAt(object, 'metadata', 'namespace') ?? ''
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const path = [
    root,
    ...(type?.namespaced ? ['namespaces', namespace] : []),
    type?.plural ?? '',
    ...(method === 'PUT' ? [textAt(object, 'metadata', 'name') ?? ''] : []),
  ].join('/')
  const query = { fieldManager: CONTROLLER, fieldValidation: 'Strict', ...(isDryRun ? { dryRun: 'All' } : {}) }
  const answer = await live.cluster.ask({ method, path, query, body: object })
  if (answer.status > 299) throw new ApiError(answer, { method, path })
  return answer.body as JsonObject
}
