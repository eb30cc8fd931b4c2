import { built } from './testbed/build.ts'
import type { ProgramName } from './testbed/programs.ts'
import { programs } from './testbed/programs.ts'

/** Builds what the suites start, before any of them runs against a clock. */
export async function setup(): Promise<void> {
  for (const name of Object.keys(programs) as ProgramName[]) await built(name)
}
