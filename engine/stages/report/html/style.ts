/** The one style of the page: light and dark, on paper without colour; no state is told by colour alone. */
export const STYLE = `
:root { color-scheme: light dark; --fg: #1b1f24; --bg: #ffffff; --soft: #f4f6f8; --line: #d0d7de; --dim: #57606a;
  --bad: #b42318; --warn: #8a5a00; --good: #1a7f37; --mark-bad: #ffebe9; --mark-good: #e6f6ea; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --fg: #e6edf3; --bg: #0d1117; --soft: #161b22; --line: #30363d;
  --dim: #9da7b1; --bad: #ff8b82; --warn: #e3b341; --good: #56d364; --mark-bad: #3c1618; --mark-good: #12331d; --link: #79c0ff; } }
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: anywhere; font: 16px/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg); }
main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
a { color: var(--link); } a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--bg); padding: .5rem; }
.lead { font-size: 1.1rem; margin: .25rem 0 1rem; } .dim { color: var(--dim); }
code, pre { font: .875em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .75rem; white-space: pre-wrap; margin: .5rem 0; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: 0 0 1rem; list-style: none; }
.counts li { border: 1px solid var(--line); border-radius: 6px; padding: .25rem .75rem; background: var(--soft); }
.counts strong { font-size: 1.2rem; margin-right: .35rem; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 1em; padding: 0 .6em; font-size: .8rem; font-weight: 600; white-space: nowrap; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; } th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); font-weight: 600; } td code { white-space: pre-wrap; }
.fields { table-layout: fixed; } .fields th:first-child { width: 40%; }
.want { background: var(--mark-good); } .have { background: var(--mark-bad); }
.drift { border: 1px solid var(--line); border-left: 6px solid var(--line); border-radius: 6px; padding: .8rem 1rem; margin: 1rem 0; }
.drift.bad { border-left-color: var(--bad); } .drift.warn { border-left-color: var(--warn); } .drift > * { color: var(--fg); }
.drift .tag.bad { color: var(--bad); } .drift .tag.warn { color: var(--warn); } .drift .dim { color: var(--dim); }
.drift ul { margin: .4rem 0; padding-left: 1.2rem; } .note { font-weight: 600; }
details { margin: .75rem 0; } summary { cursor: pointer; font-weight: 600; }
footer { color: var(--dim); padding-bottom: 2rem; margin-top: 2rem; }
@media (max-width: 40rem) { .stack, .stack caption, .stack tbody, .stack tr, .stack th, .stack td { display: block; } .stack thead, .stack td:empty { display: none; }
  .stack tr + tr { margin-top: .6rem; } .stack td::before { content: attr(data-label) ": "; font-weight: 600; } }
@media print { body { font-size: 11pt; } .skip { display: none; } details > * { display: block; } .drift, tr { break-inside: avoid; }
  :root { --bg: #fff; --fg: #000; --soft: #fff; --dim: #333; --bad: #000; --warn: #000; --good: #000; --mark-bad: #fff; --mark-good: #fff; } }
`
