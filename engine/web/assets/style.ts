/** The dashboard's own style over PatternFly's tokens: the console's look without its weight. No state is told by colour alone. */
export const STYLE = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: grid; grid-template: auto 1fr / 15rem minmax(0, 1fr); color: var(--pf-t--global--text--color--regular);
  background: var(--pf-t--global--background--color--secondary--default); font: var(--pf-t--global--font--size--body--default)/var(--pf-t--global--font--line-height--body) var(--pf-t--global--font--family--body); }
h1, h2, h3 { font-family: var(--pf-t--global--font--family--heading); font-weight: var(--pf-t--global--font--weight--heading--default); line-height: var(--pf-t--global--font--line-height--heading); margin: 0; overflow-wrap: anywhere; }
h1 { font-size: var(--pf-t--global--font--size--heading--h1); } h2 { font-size: var(--pf-t--global--font--size--heading--h2); } h3 { font-size: var(--pf-t--global--font--size--heading--h4); }
p { margin: 0; } ul, ol { margin: 0; padding: 0; list-style: none; }
a { color: var(--pf-t--global--text--color--link--default); text-underline-offset: .15em; } a:hover { color: var(--pf-t--global--text--color--link--hover); }
:focus-visible { outline: 3px solid var(--pf-t--global--focus-ring--color--default); outline-offset: 2px; border-radius: var(--pf-t--global--border--radius--tiny); }
code, pre { font: 400 .8125rem/1.5 "Red Hat Mono", RedHatMono, ui-monospace, monospace; overflow-wrap: anywhere; } h1 code { font-size: .92em; font-weight: inherit; }
strong { font-weight: var(--pf-t--global--font--weight--body--bold); }
h2 .dim, h3 .dim { font-weight: 400; font-size: var(--pf-t--global--font--size--body--default); } .dim { color: var(--pf-t--global--text--color--subtle); }
.hide { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999rem; z-index: 9; padding: .5rem 1rem; background: var(--pf-t--global--background--color--primary--default); } .skip:focus { left: .5rem; top: .5rem; }

.masthead { grid-column: 1 / -1; display: flex; align-items: center; gap: var(--pf-t--global--spacer--md); padding: .75rem var(--pf-t--global--spacer--lg); }
.brand { display: inline-flex; align-items: center; gap: .6rem; font: var(--pf-t--global--font--weight--heading--bold) 1.25rem/1 var(--pf-t--global--font--family--heading); color: inherit; text-decoration: none; } .brand:hover { color: inherit; }
.brand svg { width: 2rem; height: 2rem; }
.masthead .live { margin-left: auto; text-align: right; }
.button { font: inherit; color: var(--pf-t--global--text--color--regular); background: transparent; border: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--control--default); border-radius: var(--pf-t--global--border--radius--pill); padding: .25rem .9rem; cursor: pointer; white-space: nowrap; }
.button:hover { border-color: var(--pf-t--global--text--color--subtle); }

.side { padding: .25rem var(--pf-t--global--spacer--md) var(--pf-t--global--spacer--lg); }
.side ul { display: flex; flex-direction: column; gap: .125rem; }
.side .group { padding: 1rem .75rem .35rem; font-size: var(--pf-t--global--font--size--body--sm); color: var(--pf-t--global--text--color--subtle); overflow-wrap: anywhere; }
.side a { display: flex; justify-content: space-between; gap: .5rem; padding: .45rem .75rem; border-radius: var(--pf-t--global--border--radius--small); color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.side a:hover { background: var(--pf-t--global--background--color--primary--hover); }
.side a[aria-current] { background: var(--pf-t--global--background--color--primary--default); font-weight: var(--pf-t--global--font--weight--body--bold); box-shadow: inset 3px 0 0 var(--pf-t--global--color--brand--default); }
.count { font-size: var(--pf-t--global--font--size--body--sm); min-width: 1.5rem; padding: 0 .4rem; text-align: center; border-radius: var(--pf-t--global--border--radius--pill); background: var(--pf-t--global--background--color--tertiary--default); color: var(--pf-t--global--text--color--regular); align-self: center; }
main { margin: 0 var(--pf-t--global--spacer--lg) var(--pf-t--global--spacer--lg) 0; padding: var(--pf-t--global--spacer--lg); background: var(--pf-t--global--background--color--primary--default); border: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--subtle); border-radius: var(--pf-t--global--border--radius--medium); min-width: 0; }
main:focus { outline: none; }
.crumbs ol { display: flex; flex-wrap: wrap; gap: .25rem .5rem; font-size: var(--pf-t--global--font--size--body--sm); margin-bottom: .75rem; } .crumbs li { overflow-wrap: anywhere; min-width: 0; } .crumbs li + li::before { content: "›" / ""; margin-right: .5rem; color: var(--pf-t--global--text--color--subtle); }
.title { display: flex; flex-wrap: wrap; align-items: baseline; gap: .35rem .75rem; margin-bottom: .25rem; }
.lead { color: var(--pf-t--global--text--color--subtle); margin-bottom: var(--pf-t--global--spacer--lg); max-width: 75ch; overflow-wrap: anywhere; }
section { margin-top: var(--pf-t--global--spacer--xl); } section > h2, section > h3 { margin-bottom: .75rem; } section section { margin-top: var(--pf-t--global--spacer--lg); } dl + p { margin-top: .75rem; } section > h2 + p { margin-bottom: .75rem; max-width: 75ch; }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: var(--pf-t--global--spacer--md); }
.card { border: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--default); border-radius: var(--pf-t--global--border--radius--medium); padding: var(--pf-t--global--spacer--md); min-width: 0; display: flex; flex-direction: column; gap: .5rem; }
.card h3 { display: flex; flex-wrap: wrap; gap: .35rem .6rem; align-items: center; justify-content: space-between; }
.card .figure { font: var(--pf-t--global--font--weight--heading--bold) 1.75rem/1.1 var(--pf-t--global--font--family--heading); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: var(--pf-t--global--spacer--md); margin-bottom: 0; }
.figures a { color: inherit; text-decoration: none; } .figures a:hover { border-color: var(--pf-t--global--text--color--link--default); }
.figures .card { gap: .1rem; height: 100%; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: var(--pf-t--global--spacer--xl); align-items: start; } .columns > section { margin-top: var(--pf-t--global--spacer--xl); min-width: 0; }

.label { display: inline-flex; align-items: center; gap: .35rem; padding: .05rem .6rem; border-radius: var(--pf-t--global--border--radius--pill); font: 400 var(--pf-t--global--font--size--body--sm)/1.6 var(--pf-t--global--font--family--body); white-space: nowrap; }
.label svg { width: .8em; height: .8em; flex: none; fill: currentColor; }
.good { background: var(--pf-t--global--color--nonstatus--green--default); color: var(--pf-t--global--text--color--nonstatus--on-green--default); }
.warn { background: var(--pf-t--global--color--nonstatus--yellow--default); color: var(--pf-t--global--text--color--nonstatus--on-yellow--default); }
.bad { background: var(--pf-t--global--color--nonstatus--red--default); color: var(--pf-t--global--text--color--nonstatus--on-red--default); }
.calm { background: var(--pf-t--global--color--nonstatus--gray--default); color: var(--pf-t--global--text--color--nonstatus--on-gray--default); }
.info { background: var(--pf-t--global--color--nonstatus--blue--default); color: var(--pf-t--global--text--color--nonstatus--on-blue--default); }
.alert { border: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--default); border-left-width: 4px; border-radius: var(--pf-t--global--border--radius--small); padding: .75rem 1rem; margin-bottom: .75rem; overflow-wrap: anywhere; }
.alert.is-bad { border-left-color: var(--pf-t--global--color--status--danger--default); } .alert.is-warn { border-left-color: var(--pf-t--global--color--status--warning--default); } .alert.is-info { border-left-color: var(--pf-t--global--color--status--info--default); }
.alert strong { display: block; }
.empty { text-align: center; padding: var(--pf-t--global--spacer--xl) var(--pf-t--global--spacer--md); border: var(--pf-t--global--border--width--regular) dashed var(--pf-t--global--border--color--default); border-radius: var(--pf-t--global--border--radius--medium); color: var(--pf-t--global--text--color--subtle); } .empty h3 { color: var(--pf-t--global--text--color--regular); margin-bottom: .25rem; } .empty p { max-width: 60ch; margin: 0 auto; }

.topology { --t-fg: var(--pf-t--global--text--color--regular); --t-dim: var(--pf-t--global--text--color--subtle); --t-bg: var(--pf-t--global--background--color--secondary--default); --t-card: var(--pf-t--global--background--color--primary--default); --t-soft: var(--pf-t--global--background--color--secondary--default); --t-line: var(--pf-t--global--border--color--default); --t-pipe: var(--pf-t--global--border--color--control--default); --t-good: var(--pf-t--global--color--status--success--default); --t-bad: var(--pf-t--global--color--status--danger--default); --t-warn: light-dark(#73480b, #ffcc17); }
.map + .steps { margin-top: var(--pf-t--global--spacer--md); }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--pf-t--global--text--color--subtle); font-size: var(--pf-t--global--font--size--body--sm); padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .6rem .75rem; border-bottom: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--default); overflow-wrap: anywhere; font-weight: 400; } th:first-child, td:first-child { padding-left: 0; }
thead th { font-size: var(--pf-t--global--font--size--body--sm); font-weight: var(--pf-t--global--font--weight--body--bold); white-space: nowrap; } tbody tr:last-child > * { border-bottom: 0; }
td.num { font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .5rem 1.5rem; margin: 0; } dt { font-weight: var(--pf-t--global--font--weight--body--bold); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
pre { margin: .5rem 0 0; padding: .75rem 1rem; max-height: 36rem; overflow: auto; white-space: pre-wrap; background: var(--pf-t--global--background--color--secondary--default); border-radius: var(--pf-t--global--border--radius--small); }
details { border-bottom: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--default); } details:last-child { border-bottom: 0; } summary { cursor: pointer; padding: .6rem 0; overflow-wrap: anywhere; } details > :not(summary) { margin-bottom: .75rem; } th > details, td > details { border: 0; } th > details > summary, td > details > summary { padding: 0; }
.sides td { width: 36%; } .sides code { white-space: pre-wrap; } .want code::before { content: "+ " / ""; } .have code::before { content: "− " / ""; } .want { background: color-mix(in srgb, var(--pf-t--global--color--status--success--default) 16%, transparent); box-shadow: inset 3px 0 0 var(--pf-t--global--color--status--success--default); } .have { background: color-mix(in srgb, var(--pf-t--global--color--status--danger--default) 16%, transparent); box-shadow: inset 3px 0 0 var(--pf-t--global--color--status--danger--default); }
.sides .want, .sides .have { padding-left: .75rem; border-bottom-color: var(--pf-t--global--background--color--primary--default); }
.voters { display: flex; flex-wrap: wrap; gap: .2rem; } .voters span { width: .7rem; height: .7rem; border-radius: 50%; border: 2px solid var(--pf-t--global--color--status--success--default); background: var(--pf-t--global--color--status--success--default); } .voters .gone { border-color: var(--pf-t--global--color--status--danger--default); background: transparent; border-style: dashed; }
.steps { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; } .steps li { display: flex; gap: .5rem; align-items: baseline; min-width: 0; } .steps li > :last-child { overflow-wrap: anywhere; min-width: 0; } .gate { margin: 1rem 0 .25rem; } .checks li { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: .75rem; padding: .35rem 0; align-items: start; overflow-wrap: anywhere; } .checks .label { justify-self: start; }
.timeline li { display: grid; grid-template-columns: 10.5rem minmax(0, 1fr); gap: .25rem 1rem; padding: .6rem 0; border-bottom: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--default); } .timeline li:last-child { border-bottom: 0; } .timeline p { overflow-wrap: anywhere; } .timeline time { font-variant-numeric: tabular-nums; color: var(--pf-t--global--text--color--subtle); } .timeline .label { margin-right: .35rem; }
.list li + li { margin-top: .35rem; } .list li { overflow-wrap: anywhere; }

@media (max-width: 60rem) {
  body { grid-template: auto auto 1fr / minmax(0, 1fr); }
  .side { padding: 0 .75rem .5rem; overflow-x: auto; } .side .group { display: none; } .side ul { flex-direction: row; } .side a { white-space: nowrap; padding: .35rem .7rem; } .side a[aria-current] { box-shadow: inset 0 -3px 0 var(--pf-t--global--color--brand--default); }
  main { margin: 0; border-radius: 0; border-width: var(--pf-t--global--border--width--regular) 0 0; padding: var(--pf-t--global--spacer--md); }
}
@media (max-width: 40rem) {
  .masthead { padding: .6rem .9rem; gap: .6rem; } .masthead .live { white-space: nowrap; font-size: var(--pf-t--global--font--size--body--sm); } .masthead .live span { display: none; } .brand { font-size: 1.05rem; } .brand svg { width: 1.5rem; height: 1.5rem; } .button { padding: .2rem .6rem; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack, .stack caption, .stack tbody, .stack tr, .stack td, .stack th[scope=row] { display: block; width: auto; } .stack tr { padding: .6rem 0; border-bottom: var(--pf-t--global--border--width--regular) solid var(--pf-t--global--border--color--default); } .stack tr:last-child { border-bottom: 0; }
  .stack td, .stack th[scope=row] { border: 0; padding: .15rem 0; } .stack td[data-label]::before { content: attr(data-label) ": "; color: var(--pf-t--global--text--color--subtle); } .stack td:empty { display: none; }
  .stack .want, .stack .have { padding: .35rem .5rem; margin: .15rem 0; border-radius: var(--pf-t--global--border--radius--tiny); } .stack .want::before, .stack .have::before { color: inherit !important; }
  dl { grid-template-columns: minmax(0, 1fr); gap: .1rem; } dd + dt { margin-top: .6rem; }
  .timeline li { grid-template-columns: minmax(0, 1fr); } .checks li { grid-template-columns: 4.5rem minmax(0, 1fr); gap: .25rem; } .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; }
}
@media (prefers-reduced-motion: no-preference) { .fresh { animation: fresh 1.2s ease-out; } @keyframes fresh { from { box-shadow: 0 0 0 4px var(--pf-t--global--color--nonstatus--blue--default); } } }
@media print { .side, .button, .skip { display: none; } body { display: block; } }
`
