import type { AddressProbe, ClusterProbe, ForgeProbe } from '../../model/checkup.ts'
import { readingRights } from '../../model/needed-rights.ts'
import type { WantedKind } from '../../model/wanted.ts'
import { diagnoseAddress } from '../../stages/diagnose/address.ts'
import { diagnoseCluster } from '../../stages/diagnose/cluster.ts'
import { diagnoseForge } from '../../stages/diagnose/forge.ts'
import type { Subject } from '../doctor.ts'

/** The forge: reached, rights enough and not more, the default branch protected. */
export function forgeSubject(
  name: string,
  open: () => Promise<ForgeProbe>,
  branch: () => Promise<string>,
  checks?: string,
  isInPlace?: boolean,
): Subject {
  return {
    thing: 'forge',
    name,
    examine: async (examiner) => {
      const on = await branch()
      return diagnoseForge(examiner, await (await open()).look(on), on, checks, isInPlace)
    },
  }
}

/** A managed cluster through a context of its own. */
export function memberSubject(name: string, open: () => Promise<ClusterProbe>, wanted: readonly WantedKind[]): Subject {
  const rights = readingRights(wanted, 'once')
  const namespaces = [...new Set(rights.map((each) => each.namespace || 'default'))]
  return {
    thing: 'cluster',
    name,
    examine: async (examiner) => {
      return diagnoseCluster(examiner, 'cluster', await (await open()).look({ rights, namespaces, kinds: [] }))
    },
  }
}

/** A chat's address, asked without a message. */
export function chatSubject(name: string, open: () => Promise<AddressProbe>): Subject {
  return {
    thing: 'chat',
    name,
    examine: async (examiner) => diagnoseAddress(examiner, 'chat/reached', await (await open()).look()),
  }
}
