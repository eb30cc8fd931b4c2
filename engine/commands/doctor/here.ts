import { components } from '../../../policies/index.ts'
import { gitVersion } from '../../adapters/git/checkup.ts'
import type { Subject } from '../../flows/doctor.ts'
import { expandAll } from '../../flows/expand-all.ts'
import { diagnoseFindings } from '../../stages/diagnose/findings.ts'
import { diagnoseVersion } from '../../stages/diagnose/version.ts'
import { desiredStateIn } from '../desired-state.ts'
import type { Io } from '../io.ts'

/** The oldest that the package promises to run on, and the oldest Git that knows all that is asked of it (settings by the environment). */
const OLDEST = { node: '20.11.0', git: '2.31.0' }

/** The programs that run here. */
export function machineSubject(directory: string, io: Io): Subject {
  return {
    thing: 'machine',
    name: process.platform,
    examine: async (examiner) => [
      diagnoseVersion(examiner, 'Node', process.versions.node, OLDEST.node),
      diagnoseVersion(examiner, 'Git', await gitVersion({ directory, variables: io.env }), OLDEST.git),
    ],
  }
}

/** The files that people wrote. */
export function configurationSubject(directory: string, io: Io): Subject {
  return {
    thing: 'configuration',
    name: directory,
    examine: async (examiner) => {
      const { findings } = expandAll(await desiredStateIn(directory, io), components, undefined, io.now())
      return [diagnoseFindings(examiner, findings)]
    },
  }
}
