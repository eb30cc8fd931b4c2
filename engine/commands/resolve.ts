import { components } from '../../policies/index.ts'
import { look } from '../flows/patrol.ts'
import { resolveWayOut } from '../flows/ways-out.ts'
import type { Drift } from '../model/drift.ts'
import { Failure } from '../model/failure.ts'
import { describeKey } from '../model/kube.ts'
import { noiseRulesWithout } from '../model/noise-rules.ts'
import { visibleLines } from '../model/visible.ts'
import { isDay } from '../model/way-out.ts'
import { parseYaml } from '../stages/render/yaml.ts'
import { json } from '../stages/report/json.ts'
import { reasonOf } from '../stages/ways-out/commands.ts'
import type { Request } from '../stages/ways-out/requests.ts'
import { configurationIn } from './configuration.ts'
import { memoryOf } from './memory.ts'
import { packageVersion } from './package.ts'
import { forgeFor, termsOf } from './ports/forge.ts'
import { repositoryIn } from './ports.ts'
import { redactionKeyFor } from './redaction-key.ts'
import type { Call, CommandDefinition } from './register.ts'
import { LOOK_OPTIONS, sourceFrom } from './source.ts'

export const resolveCommand: CommandDefinition = {
  usage: 'resolve <fingerprint>',
  summary: 'a way out of one drift: adopt it, put it back, enforce it for a while, or ignore it until a day',
  options: [
    ...LOOK_OPTIONS,
    ['--adopt', 'a proposal that makes what is there the desired state'],
    ['--put-back', 'the command that puts it back; nothing lands in Git'],
    ['--enforce-here', 'a proposal that enforces its policy on its clusters; needs --until'],
    ['--ignore-until <date>', 'a proposal with an exception through that day; needs --because'],
    ['--until <date>', 'last day of --enforce-here, YYYY-MM-DD'],
    ['--because <text>', 'why, for whoever approves it'],
    ['--as <name>', 'who asks for it, and must not approve it (default: user.name of Git)'],
  ],
  examples: [
    ['isthmus resolve 4fe91f --from must-gather --adopt', 'what is there becomes the desired state'],
    ['isthmus resolve 4fe91f --from must-gather --put-back', 'the command that puts it back'],
    ['isthmus resolve 4fe91f --from must-gather --enforce-here --until 2026-12-24', 'RHACM puts it back until then'],
    ['isthmus resolve 4fe91f --from must-gather --ignore-until 2026-12-24 --because "load test"', 'live with it'],
  ],
  exitTwo: 'the way out is refused, or has to wait',
  isConfigured: true,
  async run(call) {
    const { io, common, args, options } = call
    const way = wayOf(options)
    const configuration = await configurationIn(common.directory)
    const source = sourceFrom({ options, directory: common.directory, io, hub: configuration.hub })
    const repository = await repositoryIn(common.directory, io)
    const forge = forgeFor(common.directory, repository, configuration, io)
    const { author, drift } = configuration
    const now = io.now()
    const { environment } = common
    const memory = memoryOf(repository, author)
    const redactionKey = await redactionKeyFor(configuration, io)
    const noise = noiseRulesWithout(drift.noise.disable)
    const looking = { repository, source, components, environment, memory, parseYaml, now, redactionKey, noise }
    const { report, observation } = await look(looking)
    const { fingerprint } = driftNamed(args[0] ?? '', report.drifts)
    const by = nameIn(textOf(options.as)) ?? (await repository.person())?.name ?? 'somebody'
    const request: Request = { ...way, fingerprint, by, at: now, where: 'isthmus resolve', askers: [by] }
    const quietDays = drift.acknowledgementDays
    const version = packageVersion()
    const answer = await resolveWayOut(report, request, {
      repository,
      forge,
      components,
      author,
      version,
      quietDays,
      terms: termsOf(configuration),
      seen: { ...looking, observation },
      now,
    })
    io.out(
      common.output === 'json'
        ? json({ outcome: answer.outcome, text: answer.text })
        : visibleLines(`${answer.text}\n`),
    )
    return answer.outcome === 'refused' || answer.outcome === 'waits' ? 2 : 0
  },
}

function wayOf(options: Call['options']): Pick<Request, 'way' | 'until' | 'because'> {
  const ignoreUntil = textOf(options.ignoreUntil)
  const because = reasonOf(textOf(options.because))
  const chosen = [options.adopt, options.putBack, options.enforceHere, ignoreUntil].filter(Boolean)
  if (chosen.length !== 1)
    throw usage('say one way out', 'one of --adopt, --put-back, --enforce-here --until DATE, --ignore-until DATE')
  if (options.adopt === true) return { way: 'adopt' }
  if (options.putBack === true) return { way: 'put-back' }
  const until = ignoreUntil ?? textOf(options.until)
  if (until === undefined || !isDay(until))
    throw usage(
      until === undefined ? '--enforce-here needs its last day' : `${until} is no day`,
      'write the last day as YYYY-MM-DD, with --until or --ignore-until',
    )
  if (ignoreUntil !== undefined && because === undefined)
    throw usage('to ignore a drift takes a reason', 'add --because TEXT, of three letters or more')
  const reason = because === undefined ? {} : { because }
  return { way: ignoreUntil === undefined ? 'enforce-here' : 'ignore', until, ...reason }
}

function driftNamed(prefix: string, drifts: readonly Drift[]): Drift {
  const found = /^[0-9a-f]{4,64}$/.test(prefix) ? drifts.filter((each) => each.fingerprint.startsWith(prefix)) : []
  const [first] = found
  if (first && found.length === 1) return first
  const listed = drifts.map((each) => `${each.fingerprint} ${describeKey(each.object)}`).join('; ')
  throw usage(
    found.length > 1 ? `${prefix} begins the ids of ${found.length} drifts` : `no drift has the id ${prefix}`,
    drifts.length === 0 ? 'there is no drift now' : `there are: ${listed}`,
  )
}

/** `Ada` of `Ada <ada@example.com>`: a forge knows people by name. */
function nameIn(text: string | undefined): string | undefined {
  return text?.replace(/\s*<[^<>]*>$/, '')
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function usage(message: string, hint: string): Failure {
  return new Failure('usage/resolve', message, { hint })
}
