// Fails where npm knows of a high or critical weakness in what is shipped. Skipped, and said, where nobody can be asked.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const asked = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 120_000,
})
const answer = answerOf(asked.stdout)
const counts = answer?.metadata?.vulnerabilities
if (counts === undefined) {
  const reason = String(answer?.message ?? asked.error?.message ?? 'no answer').split('\n')[0]
  console.log(`audit skipped: the registry's audit endpoint cannot be reached (${reason.slice(0, 200)})`)
} else {
  for (const { name, severity, via, range } of Object.values(answer.vulnerabilities ?? {})) {
    const titles = via.map((each) => (typeof each === 'string' ? `through ${each}` : `${each.title} (${each.url})`))
    console.log(`${severity} ${name} ${range}: ${titles.join('; ')}`)
  }
  const worst = (counts.high ?? 0) + (counts.critical ?? 0)
  console.log(`${counts.total} known weaknesses in what is shipped, ${worst} of them high or critical`)
  process.exitCode = worst === 0 ? 0 : 1
}

function answerOf(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
