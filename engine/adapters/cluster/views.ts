import { Failure } from '../../model/failure.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { describeKey, groupOf } from '../../model/kube.ts'
import type { ClusterViews } from '../../model/kube-api.ts'
import { digest } from '../../model/names.ts'
import { visible } from '../../model/visible.ts'
import type { Context } from './context.ts'
import type { Write } from './request.ts'
import { connectionTo, readJson } from './request.ts'

export interface ViewOptions {
  readonly timeoutMs: number
  readonly sleep: (ms: number) => Promise<void>
}

const ROOT = '/apis/view.open-cluster-management.io/v1beta1/namespaces'
const POLL_MS = 500

/** Reads through ManagedClusterViews on the hub: the only thing that is ever written there, and gone again after each read. */
export function viewsOf(context: Context, { timeoutMs, sleep }: ViewOptions): ClusterViews {
  const connection = connectionTo(context)
  const send = async (path: string, write?: Write): Promise<Json> => {
    const response = await connection.get({ path, query: {}, timeoutMs, ...(write ? { write } : {}) })
    return await readJson(response, connection.host, path, timeoutMs)
  }
  return {
    async read(cluster, object) {
      if (object.kind === 'Secret') throw refused(object)
      // The name says what it shows, so that a view which a killed run left behind is found and removed.
      const name = `isthmus-${digest(JSON.stringify([cluster, object]), 24)}`
      const folder = `${ROOT}/${encodeURIComponent(cluster)}/managedclusterviews`
      try {
        await send(folder, { method: 'POST', body: viewFor(name, cluster, object) }).catch(unlessThere)
        for (let waited = 0; waited <= timeoutMs; waited += POLL_MS) {
          const answer = answerOf(await send(`${folder}/${name}`), object)
          if (answer !== undefined) return answer
          await sleep(POLL_MS)
        }
        throw new Failure('cluster/timeout', `no view of ${describeKey(object)} on ${cluster} within ${timeoutMs} ms`, {
          hint: 'look whether the klusterlet of that cluster answers',
          retry: true,
        })
      } finally {
        await send(`${folder}/${name}`, { method: 'DELETE', body: {} }).catch(unlessGone)
      }
    },
  }
}

function viewFor(name: string, cluster: string, { apiVersion, kind, namespace, name: object }: ObjectKey): Json {
  const group = groupOf(apiVersion)
  return {
    apiVersion: 'view.open-cluster-management.io/v1beta1',
    kind: 'ManagedClusterView',
    metadata: { name, namespace: cluster, labels: { 'app.kubernetes.io/managed-by': 'isthmus' } },
    spec: {
      scope: {
        ...(group === '' ? {} : { apiGroup: group }),
        version: apiVersion.slice(apiVersion.indexOf('/') + 1),
        kind,
        name: object,
        ...(namespace === '' ? {} : { namespace }),
      },
    },
  }
}

/** Undefined while the cluster has not answered. */
function answerOf(view: Json, object: ObjectKey): JsonObject | null | undefined {
  const condition = listAt(view, 'status', 'conditions').find((each) => textAt(each, 'type') === 'Processing')
  if (condition === undefined) return undefined
  const result = at(view, 'status', 'result')
  if (textAt(condition, 'status') === 'True') return isObject(result) ? result : undefined
  const message = textAt(condition, 'message') ?? ''
  if (/not found/i.test(message)) return null
  throw new Failure('cluster/view-failed', `${describeKey(object)}: ${visible(message).slice(0, 300)}`, {
    hint: 'look at the rights of the klusterlet work agent on that cluster',
  })
}

function refused(object: ObjectKey): Failure {
  return new Failure('cluster/view-refused', `${describeKey(object)}: Secrets are never read through a view`, {
    hint: 'use --from contexts where a policy compares a Secret',
  })
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Failure) || error.code !== 'cluster/conflict') throw error
}

function unlessGone(error: unknown): void {
  if (!(error instanceof Failure)) throw error
}
