// Prints `PASSED FAILED` of Vitest's JSON reports: `node scripts/test-counts.mjs FILE [AGAIN]`. What a second report says of a
// file stands in place of what the first said. No report counts as `0 0`: the caller knows by the exit code whether that is
// a failure. A test file that could not be loaded has no tests; it is one failure.
// `--failed FILE` prints the paths of the files that failed instead.
import { existsSync, readFileSync } from 'node:fs'

const [first, second] = process.argv.slice(2)
if (first === '--failed') for (const each of resultsIn(second).filter(isFailed)) console.log(each.name)
else console.log(countsOf([...new Map([first, second].flatMap(resultsIn).map((each) => [each.name, each])).values()]))

function resultsIn(file) {
  return file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : []
}

function isFailed({ status }) {
  return status === 'failed'
}

function countsOf(results) {
  const tests = results.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status))
  const broken = results.filter(
    (each) => isFailed(each) && each.assertionResults.every((test) => test.status !== 'failed'),
  )
  const count = (status) => tests.filter((each) => each === status).length
  return `${count('passed')} ${count('failed') + broken.length}`
}
