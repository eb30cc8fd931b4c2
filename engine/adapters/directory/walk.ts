import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const DEPTH_LIMIT = 16
const FILES_LIMIT = 200_000
const RESOURCE_FILE = /\.(ya?ml|json)$/i
const PACKED_FILE = /\.(ya?ml|json)\.(gz|bz2|xz|zst)$/i
/** Deeper ones belong to a must-gather, which packs no resources. */
const ARCHIVE = /\.(tar|tgz|zip|tar\.(gz|bz2|xz|zst))$/i
/** What must-gather keeps beside `cluster-scoped-resources` and `namespaces`: measurements and logs, no resources. */
const NO_RESOURCES: ReadonlySet<string> = new Set([
  'audit_logs',
  'etcd_info',
  'host_service_logs',
  'insights-data',
  'monitoring',
  'network_logs',
  'static-pods',
])

/** Files that may hold resources, in name order. Links are not followed: a snapshot is data from elsewhere. */
export async function filesBelow(folder: string, problems: string[]): Promise<readonly string[]> {
  const found: string[] = []
  await walk(folder, '', 0, found, problems)
  if (found.length > FILES_LIMIT) problems.push(`more than ${FILES_LIMIT} files; the rest is not read`)
  return found.slice(0, FILES_LIMIT)
}

async function walk(root: string, below: string, depth: number, found: string[], problems: string[]): Promise<void> {
  if (found.length > FILES_LIMIT) return
  if (depth > DEPTH_LIMIT) {
    problems.push(`${below}: nested deeper than ${DEPTH_LIMIT} folders, not read`)
    return
  }
  let entries: readonly Dirent[]
  try {
    entries = await readdir(join(root, below), { withFileTypes: true })
  } catch {
    problems.push(`${below || '.'}: cannot be opened`)
    return
  }
  const isMustGather = entries.some((each) => each.isDirectory() && each.name === 'cluster-scoped-resources')
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) {
      if (isMustGather && NO_RESOURCES.has(entry.name)) continue
      await walk(root, path, depth + 1, found, problems)
    } else if (entry.isSymbolicLink()) {
      if (RESOURCE_FILE.test(entry.name) || !entry.name.includes('.'))
        problems.push(`${path}: is a link, which is not followed`)
    } else if (RESOURCE_FILE.test(entry.name)) {
      if (entry.isFile()) found.push(path)
      else problems.push(`${path}: is a pipe, a socket or a device, not read`)
    } else if (PACKED_FILE.test(entry.name) || (below === '' && ARCHIVE.test(entry.name))) {
      problems.push(`${path}: is packed, not read; unpack it first`)
    }
  }
}
