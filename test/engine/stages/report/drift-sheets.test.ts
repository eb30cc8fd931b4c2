import { expect, test } from 'vitest'
import { driftSheets } from '../../../../engine/stages/report/drift-sheets.ts'
import { driftOf, reportOf } from '../../../contracts/drift-reports.ts'

const critical = driftOf('f1', ['cluster1'], { severity: 'critical' })
const high = driftOf('f2', ['cluster1'], { severity: 'high' })
const gone = expect.stringContaining('shows none of these drifts')
const quiet = expect.stringContaining('is acknowledged')
const enough = expect.stringContaining('all that is left')

test.each([
  ['nothing is left', [], gone, gone],
  ['only others are left', [high], quiet, gone],
  ['only critical ones are left', [critical], quiet, enough],
  ['both are left, so they are quiet', [critical, high], quiet, quiet],
])('what is said where a proposal is taken back: %s', (_, drifts, whole, alone) => {
  const sheets = driftSheets(reportOf(drifts), 'main')
  expect([sheets.whole.over, sheets.critical.over]).toEqual([whole, alone])
})
