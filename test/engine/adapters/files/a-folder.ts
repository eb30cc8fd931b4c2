import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Two empty folders: a repository, and a place that is none of its business. */
export interface Scratch {
  readonly root: string
  readonly outside: string
  put(path: string, content?: string | Uint8Array): void
  link(target: string, path: string): void
  remove(): void
}

export function aScratch(): Scratch {
  const [root, outside] = ['files', 'outside'].map((name) => mkdtempSync(join(tmpdir(), `isthmus-${name}-`))) as [
    string,
    string,
  ]
  chmodSync(root, 0o755)
  const place = (path: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    return join(root, path)
  }
  return {
    root,
    outside,
    put: (path, content = 'a: 1\n') => writeFileSync(place(path), content),
    link: (target, path) => symlinkSync(target, place(path)),
    remove: () => {
      for (const each of [root, outside]) rmSync(each, { recursive: true, force: true })
    },
  }
}

/** Every file below a folder with its text, and when it was last written. */
export function snapshot(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const stats = lstatSync(join(folder, name))
      return stats.isFile() ? `${name} ${stats.mtimeMs} ${readFileSync(join(folder, name), 'utf8')}` : name
    })
}
