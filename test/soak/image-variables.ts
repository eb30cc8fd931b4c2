import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const CONTAINERFILE = join(import.meta.dirname, '../../deploy/Containerfile')

/** What the image tells the allocators of memory, glibc's and V8's: the server is measured as it is delivered. */
export function imageVariables(): { readonly NODE_OPTIONS: string } & Readonly<Record<string, string>> {
  const text = readFileSync(CONTAINERFILE, 'utf8')
  const found = Object.fromEntries(
    [...text.matchAll(/^ENV (.*)$/gm)]
      .flatMap(([, set = '']) => [...set.matchAll(/(MALLOC_\w+|NODE_OPTIONS)=(\S+)/g)])
      .map(([, name = '', value = '']) => [name, value] as const),
  )
  const { NODE_OPTIONS, ...others } = found
  if (NODE_OPTIONS === undefined || Object.keys(others).length === 0)
    throw new Error(`${CONTAINERFILE} tells the allocators nothing`)
  return { NODE_OPTIONS, ...others }
}
