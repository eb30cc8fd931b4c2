import type { Target } from './target.ts'
import { answers } from './targets/answers.ts'
import { bodies, codeowners, commands } from './targets/bodies.ts'
import { anyPolicy, attribution, comparison } from './targets/compare.ts'
import { configurations } from './targets/configuration.ts'
import { dashboards } from './targets/dashboard.ts'
import { editing } from './targets/edit.ts'
import { html, markdown, templates, terminal } from './targets/escapes.ts'
import { generator, generatorPaths } from './targets/generator.ts'
import { history } from './targets/history.ts'
import { hub, importing, mergedFiles } from './targets/hub.ts'
import { inventories } from './targets/inventory.ts'
import { kubeconfigs } from './targets/kubeconfig.ts'
import { kustomizations } from './targets/kustomization.ts'
import { krm, loading, snapshot } from './targets/load.ts'
import { names } from './targets/names.ts'
import { pictures } from './targets/pictures.ts'
import { excerpts, quantities } from './targets/quantities.ts'
import { messages, redaction } from './targets/redact.ts'
import { requests } from './targets/requests.ts'
import { setups } from './targets/setup.ts'
import { expansion, validation } from './targets/state.ts'
import { webhooks } from './targets/webhooks.ts'

export const TARGETS: readonly Target[] = [
  ...[loading, snapshot, krm, validation, expansion, generator, generatorPaths],
  ...[templates, terminal, html, markdown, editing],
  ...[comparison, anyPolicy, attribution, hub, importing, mergedFiles],
  ...[redaction, messages, webhooks, answers, bodies, commands, codeowners, history],
  ...[names, quantities, excerpts, pictures, dashboards],
  ...[requests, kubeconfigs, inventories, setups, kustomizations, configurations],
]
