// Prints `PASSED FAILED` of a Vitest JSON report: `node scripts/test-counts.mjs FILE`. Exits 1 where there is no report.
// A test file that could not even be loaded has no tests; it counts as one failure.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const broken = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
)
console.log(`${report.numPassedTests} ${report.numFailedTests + broken.length}`)
