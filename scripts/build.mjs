// Compiles what is published into dist/, with the files beside the code that it reads when it runs.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'dist')
const fresh = join(root, `dist.${process.pid}.tmp`)

/** What a running isthmus reads besides its own code: pages and assets. Sources and notes stay behind. */
const ASSETS = new Set(['.html', '.css', '.js', '.svg', '.png', '.ico', '.json', '.yaml', '.txt'])

process.once('exit', () => rmSync(fresh, { recursive: true, force: true }))
compile()
for (const folder of ['engine', 'policies']) copyAssets(folder)
const cli = join(fresh, 'engine', 'cli.js')
if (existsSync(cli)) chmodSync(cli, 0o755)
// Swapped in whole, so that nobody ever runs half a build.
rmSync(target, { recursive: true, force: true })
renameSync(fresh, target)

function compile() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const result = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (result.status === 0) return
  console.error('isthmus: the build failed; the messages of tsc are above.')
  process.exit(1)
}

function copyAssets(folder) {
  const from = join(root, folder)
  if (!existsSync(from)) return
  const filter = (path) => extname(path) === '' || ASSETS.has(extname(path))
  cpSync(from, join(fresh, folder), { recursive: true, filter })
}
