import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the installed package: the folder with package.json, from the source tree and from the compiled one alike. */
function packageRoot(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(here, 'package.json'))) {
    const parent = dirname(here)
    if (parent === here) throw new Error('package.json of isthmus not found above its own code')
    here = parent
  }
  return here
}

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
  return version
}

/** The reference desired state that ships with the package, by repository path. */
export function referenceFiles(): ReadonlyMap<string, string> {
  const root = packageRoot()
  const files = ['environments', 'placements'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `${folder}/${file}`),
  )
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}
