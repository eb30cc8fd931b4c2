import { expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { aRepository, COMPONENTS, ENVIRONMENT, pointedAt } from './a-repository.ts'

function found(pause: string, now?: string) {
  const environment = ENVIRONMENT.replace('  components:', `  pause: ${pause}\n  components:`)
  const files = aRepository({ 'environments/gdw.yaml': environment })
  const { findings } = expandAll({ files, findings: [] }, COMPONENTS, undefined, now)
  return pointedAt(files, findings).filter((each) => /^(pause|schema|yaml)/.test(each))
}

test.each<[string, readonly string[]]>([
  ["{ reason: change, until: '2026-12-01' }", []],
  ["{ reason: change, until: '2026-12-01T06:00Z' }", []],
  ["{ reason: change, until: '2026-02-30' }", ["pause/no-such-day @ '2026-02-30'"]],
  ["{ reason: change, until: '2026-12-01T25:00Z' }", ["pause/no-such-day @ '2026-12-01T25"]],
  ["{ reason: change, until: '01.12.2026' }", ["schema/pattern @ '01.12.2026'"]],
  ['{ reason: change, until: soon }', ['schema/pattern @ soon']],
  ['{ reason: change, until: 2026-12-01 }', ['yaml/ambiguous-scalar @ 2026-12-01']],
  ["{ until: '2026-12-01' }", ['schema/missing-key @ pause']],
  ['{ reason: change }', ['schema/missing-key @ pause']],
  ["{ reason: '', until: '2026-12-01' }", ["schema/limit @ ''"]],
  ["{ reason: [a], until: '2026-12-01' }", ['schema/wrong-type @ [']],
  ["{ reason: change, until: '2026-12-01', owner: Ada }", ['schema/unknown-key @ owner']],
  ['until tomorrow', ['schema/wrong-type @ until']],
])('a pause %s', (pause, wanted) => {
  expect(found(pause)).toEqual(wanted)
})

test.each([
  ['2026-11-30T23:59:59Z', []],
  ['2026-12-01T00:00:00Z', ['pause/expired @ {']],
])('at %s a pause until 2026-12-01', (now, wanted) => {
  expect(found("{ reason: change, until: '2026-12-01' }", now)).toEqual(wanted)
})
