import { doctor } from '../flows/doctor.ts'
import { readMerged } from '../flows/read-merged.ts'
import { Failure } from '../model/failure.ts'
import type { Rendered } from '../model/rendered.ts'
import { readRendered } from '../stages/read-rendered.ts'
import { checkupText } from '../stages/report/checkup.ts'
import { json } from '../stages/report/json.ts'
import { configurationIn } from './configuration.ts'
import { clusterSubjects } from './doctor/clusters.ts'
import { configurationSubject, machineSubject } from './doctor/here.ts'
import { repositorySubjectFor } from './doctor/repository.ts'
import { secretsSubject } from './doctor/secrets.ts'
import { chatSubjects, forgeSubjects } from './doctor/services.ts'
import type { Call, CommandDefinition } from './register.ts'
import { SOURCE_OPTIONS } from './source.ts'

export const doctorCommand: CommandDefinition = {
  usage: 'doctor',
  summary: 'can each configured thing be reached, with enough and not too many rights? and what to do where not',
  options: [
    ...SOURCE_OPTIONS,
    ['--serve-namespace <namespace>', 'namespace in which `isthmus serve` runs: also the rights to its Lease'],
    ['--strict', 'exit 2 on warnings, too'],
  ],
  examples: [
    ['isthmus doctor', 'repository, forge, chats, files and programs'],
    ['isthmus doctor --from hub', 'the hub as well: rights, placement API, cluster-set binding, clock'],
    [
      'isthmus doctor --from contexts --context local-cluster=hub',
      'the hub and each managed cluster through its own context',
    ],
    ['isthmus doctor --from hub --output json | jq \'.checks[] | select(.state=="fail")\'', 'for programs'],
  ],
  exitTwo: 'a check fails; with --strict also a warning',
  async run(call) {
    const { io, common, options } = call
    const configuration = await configurationIn(common.directory)
    const repository = repositorySubjectFor(configuration, common.directory, io)
    const merged = await mergedIn(call, repository.open)
    const result = await doctor(
      [
        machineSubject(common.directory, io),
        configurationSubject(common.directory, io),
        secretsSubject(configuration, common.directory, io),
        repository.subject,
        ...forgeSubjects(configuration, repository.open, common.directory, io),
        ...clusterSubjects({ options, directory: common.directory, io, merged, hub: configuration.hub }),
        ...chatSubjects(configuration, common.directory, io),
      ],
      io.progress,
    )
    io.out(common.output === 'json' ? json(result) : checkupText(result, io.palette, !common.quiet))
    const { fail, warn } = result.summary
    return fail > 0 || (options.strict === true && warn > 0) ? 2 : 0
  },
}

/** What was merged, by environment; nothing where the repository cannot be opened, which its own checks say. */
async function mergedIn(
  { common }: Call,
  open: ReturnType<typeof repositorySubjectFor>['open'],
): Promise<readonly Rendered[]> {
  try {
    const { environments, rendered } = await readMerged(await open())
    const chosen = environments.filter((each) => common.environment === undefined || each === common.environment)
    return chosen.map((each) => readRendered(each, rendered).rendered)
  } catch (error) {
    if (error instanceof Failure) return []
    throw error
  }
}
