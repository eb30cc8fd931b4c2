import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('time zone, language and Git settings are the same on every machine', () => {
  expect(new Date(0).getTimezoneOffset()).toBe(0)
  expect(process.env.TZ).toBe('UTC')
  const settings = execFileSync('git', ['config', '--list', '--show-scope'], { cwd: '/', encoding: 'utf8' })
  expect(settings).not.toMatch(/^(global|system)\b/m)
})

test('property tests draw the same inputs on every run', () => {
  const draw = () => fc.sample(fc.nat(), 5)
  expect(fc.readConfigureGlobal()?.seed).toBe(20_261_122)
  expect(draw()).toEqual(draw())
})
