import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { at, textAt } from '../../../model/json.ts'
import { isIssuerOf, namespaceOf, ofKind } from '../find.ts'
import { lifetimeOf } from './lifetimes.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

const GROUP = 'cert-manager.io'
/** Rule G7 for CAs, and issuers that are not there. */
export const authorityRules: Rule = (platform) =>
  platform.seen.flatMap(({ name, objects }) => {
    const certificates = ofKind(objects, 'Certificate', GROUP)
    const issuers = [...ofKind(objects, 'ClusterIssuer', GROUP), ...ofKind(objects, 'Issuer', GROUP)]
    return certificates.flatMap((each) => [
      ...missingIssuer(name, each, issuers),
      ...shorterThanChildren(name, each, certificates, issuers),
    ])
  })

/** Said only where issuers of that kind were seen at all. Issuers of other groups are not cert-manager's. */
function missingIssuer(cluster: string, object: JsonObject, issuers: readonly JsonObject[]): readonly Mistake[] {
  const group = textAt(object, 'spec', 'issuerRef', 'group') ?? GROUP
  const kind = textAt(object, 'spec', 'issuerRef', 'kind') ?? 'Issuer'
  if (
    !issuers.some((each) => each.kind === kind) ||
    group !== GROUP ||
    issuers.some((each) => isIssuerOf(each, object))
  )
    return []
  return [
    mistake(cluster, {
      rule: 'issuer-missing',
      severity: 'error',
      object,
      pointer: '/spec/issuerRef',
      evidence: `${kind} ${textAt(object, 'spec', 'issuerRef', 'name') ?? ''} is not among the objects: this certificate will not be renewed`,
      remedy: 'make the issuer, or name one that is there',
    }),
  ]
}

/** What a CA signs must not outlive it: it has to be renewed before its longest child ends. */
function shorterThanChildren(
  cluster: string,
  object: JsonObject,
  certificates: readonly JsonObject[],
  issuers: readonly JsonObject[],
): readonly Mistake[] {
  const secret = textAt(object, 'spec', 'secretName')
  const before = Math.floor(lifetimeOf(object).before)
  if (at(object, 'spec', 'isCA') !== true || secret === undefined) return []
  const own = issuers.filter(
    (each) =>
      textAt(each, 'spec', 'ca', 'secretName') === secret &&
      (each.kind === 'ClusterIssuer' || namespaceOf(each) === namespaceOf(object)),
  )
  const children = certificates.filter((each) => each !== object && own.some((issuer) => isIssuerOf(issuer, each)))
  const longest = Math.max(0, ...children.map((each) => lifetimeOf(each).duration))
  if (longest <= before) return []
  return [
    mistake(cluster, {
      rule: 'ca-renewed-too-late',
      severity: 'error',
      object,
      pointer: '/spec/renewBefore',
      evidence: `renewed ${before} hours before its end, and signs certificates of ${longest} hours: the last of them outlive their CA`,
      remedy: 'renew a CA earlier than the longest life of what it signs',
    }),
  ]
}
