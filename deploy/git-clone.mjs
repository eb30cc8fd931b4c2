// `node git-clone.mjs ADDRESS FOLDER`: a clone in place of whatever is there. Kubernetes runs init containers again when a pod's
// sandbox or node starts anew, over the volume that the first run filled; Git clones into no folder that holds something, and
// one that was killed half-way leaves a half. Nothing is lost: all state is in the repository and on the forge.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

const [address, folder] = process.argv.slice(2)
if (!address || !folder) {
  process.stderr.write('git-clone.mjs ADDRESS FOLDER\n')
  process.exit(1)
}
rmSync(folder, { recursive: true, force: true })
const { status, error } = spawnSync('git', ['clone', '--quiet', '--', address, folder], { stdio: 'inherit' })
if (error) process.stderr.write(`git-clone: ${error.message}\n`)
process.exit(status ?? 127)
