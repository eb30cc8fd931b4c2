import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const CONTAINERFILE = join(import.meta.dirname, '../../deploy/Containerfile')

/** What the image tells the allocator of memory: the server is measured as it is delivered. */
export function allocatorVariables(): Readonly<Record<string, string>> {
  const text = readFileSync(CONTAINERFILE, 'utf8')
  const found = [...text.matchAll(/ (MALLOC_\w+)=(\d+)/g)].map(([, name = '', value = '']) => [name, value] as const)
  if (found.length === 0) throw new Error(`${CONTAINERFILE} tells the allocator nothing`)
  return Object.fromEntries(found)
}
