import { setTimeout as wait } from 'node:timers/promises'
import { at, textAt } from '../../../engine/model/json.ts'
import type { Platform } from '../testbed/platform.ts'
import { nameOf } from './decide.ts'

const VIEW = 'view.open-cluster-management.io/v1beta1'

/** Answers ManagedClusterViews from the members until stopped, as the work manager on each cluster does; Secrets are refused. */
export function serveViews({ hub, members }: Pick<Platform, 'hub' | 'members'>): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const answer = async () => {
    for (const view of await hub.list(VIEW, 'ManagedClusterView')) {
      if (at(view, 'status', 'conditions') !== undefined) continue
      const cluster = members.get(textAt(view, 'metadata', 'namespace') ?? '')
      const scope = (key: string) => textAt(view, 'spec', 'scope', key) ?? ''
      const apiVersion = [scope('apiGroup'), scope('version')].filter(Boolean).join('/')
      const isRefused = scope('kind') === 'Secret'
      const result = isRefused
        ? undefined
        : await cluster?.get(apiVersion, scope('kind'), scope('namespace'), scope('name'))
      const condition = result
        ? {
            type: 'Processing',
            status: 'True',
            reason: 'GetResourceProcessing',
            message: 'Watching resources successfully',
          }
        : {
            type: 'Processing',
            status: 'False',
            reason: 'GetResourceFailed',
            message: `failed to get resource with err: ${scope('kind').toLowerCase()}s "${scope('name')}" not found`,
          }
      const conditions = [{ ...condition, lastTransitionTime: new Date().toISOString() }]
      const metadata = { name: nameOf(view), namespace: textAt(view, 'metadata', 'namespace') ?? '' }
      const status = { conditions, ...(result ? { result } : {}) }
      await hub.applyStatus(
        { apiVersion: VIEW, kind: 'ManagedClusterView', metadata, status },
        { manager: 'work-manager', force: true },
      )
    }
  }
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      // A view may be gone again before it is answered.
      await answer().catch(() => {})
      await wait(100, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await loop
    },
  }
}
