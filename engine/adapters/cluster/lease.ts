import { Failure } from '../../model/failure.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import type { Lease, LeaseDraft, LeaseStore } from '../../model/lease.ts'
import type { Context } from './context.ts'
import { connectionTo, readJson } from './request.ts'

export interface LeasePlace {
  readonly namespace: string
  readonly name: string
}

/** A renewal that takes longer is tried again in time. */
const TIMEOUT_MS = 3_000
const ASKED = 'isthmus.dev/asked'

/** One Lease of `coordination.k8s.io/v1`. Nothing is tried again here: whoever elects does so in its own time. */
export function leaseStoreOf(context: Context, place: LeasePlace): LeaseStore {
  const collection = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(place.namespace)}/leases`
  const path = `${collection}/${encodeURIComponent(place.name)}`
  const connection = connectionTo(context)
  const send = async (to: string, write?: { method: 'POST' | 'PUT'; body: Json }): Promise<Lease> => {
    const response = await connection.get({ path: to, query: {}, timeoutMs: TIMEOUT_MS, ...(write ? { write } : {}) })
    return leaseOf(await readJson(response, connection.host, to, TIMEOUT_MS))
  }
  return {
    read: async () => {
      try {
        return await send(path)
      } catch (error) {
        if (error instanceof Failure && error.code === 'cluster/not-served') return undefined
        throw error
      }
    },
    create: (draft) => send(collection, { method: 'POST', body: objectOf(draft, place, {}) }),
    replace: ({ uid, version, ...draft }) =>
      send(path, { method: 'PUT', body: objectOf(draft, place, { uid, resourceVersion: version }) }),
  }
}

function objectOf(draft: LeaseDraft, { namespace, name }: LeasePlace, identity: JsonObject): JsonObject {
  const annotations = draft.asked === '' ? {} : { annotations: { [ASKED]: draft.asked } }
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { namespace, name, ...identity, ...annotations },
    spec: {
      holderIdentity: draft.holder,
      leaseDurationSeconds: draft.seconds,
      acquireTime: micro(draft.acquired),
      renewTime: micro(draft.renewed),
      leaseTransitions: draft.transitions,
    },
  }
}

function leaseOf(object: Json): Lease {
  const spec = (key: string) => textAt(object, 'spec', key) ?? ''
  const count = (key: string) => Number(at(object, 'spec', key) ?? 0)
  return {
    holder: spec('holderIdentity'),
    seconds: count('leaseDurationSeconds'),
    acquired: spec('acquireTime'),
    renewed: spec('renewTime'),
    transitions: count('leaseTransitions'),
    asked: textAt(object, 'metadata', 'annotations', ASKED) ?? '',
    uid: textAt(object, 'metadata', 'uid') ?? '',
    version: textAt(object, 'metadata', 'resourceVersion') ?? '',
  }
}

/** The API takes exactly six decimals (Kubernetes MicroTime). */
function micro(time: string): string {
  const [, seconds = '', decimals = ''] = /^(.+?)(?:\.(\d+))?Z$/.exec(time) ?? []
  return `${seconds}.${decimals.slice(0, 6).padEnd(6, '0')}Z`
}
