import { driftPath, environmentPath, policyPath } from '../../model/dashboard-links.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { describeKey } from '../../model/kube.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'

/** An address of the forge is a link where it is one of the web; a path of this machine, or anything else, is text. */
export function forgeLink(url: string, text: string): Markup {
  return /^https?:\/\//i.test(url) ? html`<a href="${url}" rel="noreferrer">${text}</a>` : html`${text}`
}

export function driftLink(environment: string, fingerprint: string, text: string): Markup {
  return html`<a href="${driftPath(environment, fingerprint)}">${text}</a>`
}

export function policyLink(environment: string, policy: string): Markup {
  return html`<a href="${policyPath(environment, policy)}">${policy}</a>`
}

export function environmentLink(environment: string): Markup {
  return html`<a href="${environmentPath(environment)}">${environment}</a>`
}

export function objectName(key: ObjectKey): Markup {
  return html`<code>${describeKey(key)}</code>`
}
