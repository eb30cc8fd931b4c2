import { expect, test } from 'vitest'
import { addressOf } from '../../../engine/commands/serve.ts'

const USUAL = '127.0.0.1:8090'

test.each([
  [undefined, '127.0.0.1', 8090],
  ['0', '127.0.0.1', 0],
  ['0.0.0.0:8080', '0.0.0.0', 8080],
  ['[::1]:8080', '::1', 8080],
])('%s is %s and %i', (given, host, port) => {
  expect(addressOf(given, USUAL)).toEqual({ host, port })
})

test.each(['', 'here', 'host:', 'host:65536', 'http://host:1', '::1:80'])(
  '%s is refused, by the option that said it',
  (given) => {
    const refusal = {
      code: 'usage/listen',
      message: `--dashboard ${given} is no address`,
      hint: `write --dashboard ${USUAL}`,
    }
    expect(() => addressOf(given, USUAL, '--dashboard')).toThrow(expect.objectContaining(refusal))
  },
)
