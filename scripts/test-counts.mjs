// Prints `PASSED FAILED` of a Vitest JSON report: `node scripts/test-counts.mjs FILE`. No report counts as `0 0`: the caller
// knows by the exit code whether that is a failure. A test file that could not be loaded has no tests; it is one failure.
import { existsSync, readFileSync } from 'node:fs'

console.log(existsSync(process.argv[2]) ? countsOf(process.argv[2]) : '0 0')

function countsOf(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return `${report.numPassedTests} ${report.numFailedTests + broken.length}`
}
