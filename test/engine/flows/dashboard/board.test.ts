import { expect, test } from 'vitest'
import { newBoard } from '../../../../engine/flows/dashboard/board.ts'

const problem = (environment?: string) => ({
  ...(environment === undefined ? {} : { environment }),
  message: 'it cannot be read',
  hint: 'Mend it.',
})
const about = (board: ReturnType<typeof newBoard>) => board.dashboard('now').problems.map((each) => each.environment)

test('a problem goes with its environment, also where that was never shown', () => {
  const board = newBoard('life')
  board.fail(problem('gone'))
  board.fail(problem('here'))
  board.keep(['here'])
  expect(about(board)).toEqual(['here'])
  expect(board.version()).toBe('life-3')
  board.keep(['here'])
  expect(board.version()).toBe('life-3')
})

test('that nobody could tell which environments there are is over once somebody can, also where there are none', () => {
  const board = newBoard('life')
  board.fail(problem())
  expect(about(board)).toEqual([undefined])
  board.keep([])
  expect(about(board)).toEqual([])
})
