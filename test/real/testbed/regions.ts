import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from './wan.ts'

/** The regions of the reference environment, in its order. */
export const REGIONS = { cluster1: 'us-east-1', cluster2: 'us-east-2', cluster3: 'us-west-2' } as const
export type Member = keyof typeof REGIONS

/** Round trips between them, as the engine's own reference has them. */
export const ROUND_TRIPS = [
  ['us-east-1', 'us-east-2', 16],
  ['us-east-2', 'us-west-2', 53],
  ['us-east-1', 'us-west-2', 70],
] as const

/** The Vault that unseals the others: outside of every region. */
export const SEAL_HOST = 'transit.example.com'
export const SEAL_ADDRESS = '10.77.0.9'
const clusterNumber = (member: Member) => Number(member.slice(-1))
export const jobAddress = (member: Member) => `10.77.${clusterNumber(member)}.100`
export const apiAddress = (member: Member) => `10.77.${clusterNumber(member)}.250`
export const API_PORT = 6443

/** Address of a pod of a StatefulSet in its region. */
export const podAddress = (member: Member, index: number) => `10.77.${clusterNumber(member)}.${index + 1}`

export function places(members: readonly Member[]): readonly Place[] {
  const inside = (name: Member) => [...[0, 1, 2].map((index) => podAddress(name, index)), jobAddress(name)]
  return [
    { name: 'test', inside: [], outside: ['10.77.0.1', SEAL_ADDRESS] },
    ...members.map((name) => ({ name: REGIONS[name], inside: inside(name), outside: [apiAddress(name)] })),
  ]
}

/** Names as the pods of a region know them: peers of every region, services and API server of their own. */
export function hostsFile(folder: string, name: Member): string {
  const lines = ['127.0.0.1 localhost', `${SEAL_ADDRESS} ${SEAL_HOST}`]
  for (const each of Object.keys(REGIONS) as Member[]) {
    lines.push(`${apiAddress(each)} api.${each}.example.com`)
    for (const index of [0, 1, 2])
      lines.push(`${podAddress(each, index)} vault-${index}.${each}.vault-internal.vault.svc.clusterset.local`)
  }
  for (const index of [0, 1, 2]) lines.push(`${podAddress(name, index)} vault.vault.svc`)
  lines.push(`${apiAddress(name)} kubernetes.default.svc`)
  const file = join(folder, `hosts-${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}
