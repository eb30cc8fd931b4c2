/** The style of the picture, to be put into the page's own; a page may set the variables for a theme of its own. */
export const TOPOLOGY_STYLE = `
.topology { --t-fg: #1b1f24; --t-dim: #57606a; --t-bg: #f6f8fa; --t-card: #ffffff; --t-soft: #f6f8fa; --t-line: #d0d7de; --t-pipe: #6e7781;
  --t-good: #1a7f37; --t-warn: #8a5a00; --t-bad: #b42318; --t-edit: #0550ae; display: block; height: auto; max-width: 100%; margin: 0 auto; }
@media (prefers-color-scheme: dark) { .topology { --t-fg: #e6edf3; --t-dim: #9da7b1; --t-bg: #0f141b; --t-card: #161b22; --t-soft: #1c232c; --t-line: #30363d; --t-pipe: #8b949e;
  --t-good: #56d364; --t-warn: #e3b341; --t-bad: #ff8b82; --t-edit: #79c0ff; } }
.topology text { font-family: system-ui, sans-serif; font-size: 13px; fill: var(--t-fg); }
.topology .t-frame { fill: var(--t-bg); stroke: var(--t-line); } .topology .t-card { fill: var(--t-card); stroke: var(--t-line); stroke-width: 1.25; }
.topology .t-cluster { fill: var(--t-soft); stroke: none; } .topology .t-edge { fill: var(--t-line); }
.topology .t-region { font-size: 15px; font-weight: 650; } .topology .t-name { font-weight: 600; } .topology .t-head { font-weight: 600; fill: var(--t-dim); }
.topology .t-dim { fill: var(--t-dim); font-size: 12px; } .topology .t-mark { fill: var(--t-tone); font-weight: 600; font-size: 12px; }
.topology .t-end { text-anchor: end; } .topology .t-middle { text-anchor: middle; }
.topology .t-plain { --t-tone: var(--t-dim); } .topology .t-good, .topology .t-added { --t-tone: var(--t-good); }
.topology .t-warn { --t-tone: var(--t-warn); } .topology .t-bad, .topology .t-removed { --t-tone: var(--t-bad); } .topology .t-changed { --t-tone: var(--t-edit); }
.topology .t-good > .t-edge, .topology .t-warn > .t-edge, .topology .t-bad > .t-edge, .topology .t-added > .t-edge, .topology .t-removed > .t-edge, .topology .t-changed > .t-edge { fill: var(--t-tone); }
.topology .t-warn > .t-card, .topology .t-bad > .t-card, .topology .t-added > .t-card, .topology .t-removed > .t-card { stroke: var(--t-tone); stroke-width: 2; }
.topology .t-warn > .t-card, .topology .t-removed > .t-card { stroke-dasharray: 7 5; }
.topology .t-pill { fill: var(--t-card); stroke: var(--t-line); stroke-width: 1.25; } .topology .t-arrow { fill: none; stroke: var(--t-pipe); stroke-width: 1.5; }
.topology .t-tip { fill: var(--t-pipe); } .topology .t-dash { stroke-dasharray: 3 4; }
.topology .t-pipe { fill: none; stroke: var(--t-pipe); stroke-width: 2.5; } .topology .t-link.t-good > .t-pipe { stroke: var(--t-good); }
.topology .t-link.t-bad > .t-pipe, .topology .t-link.t-removed > .t-pipe { stroke: var(--t-bad); stroke-dasharray: 2 6; stroke-linecap: round; }
.topology .t-link.t-warn > .t-pipe { stroke: var(--t-warn); stroke-dasharray: 8 6; } .topology .t-link.t-added > .t-pipe { stroke: var(--t-good); stroke-width: 3.5; }
.topology .t-label { fill: var(--t-bg); stroke: var(--t-tone); stroke-width: 1; }
.topology .t-node { fill: var(--t-good); } .topology .t-lost { fill: none; stroke: var(--t-warn); stroke-width: 1.5; stroke-dasharray: 2 1.5; }
.topology .t-vote { fill: var(--t-good); } .topology .t-few { fill: var(--t-bad); } .topology .t-gone { fill: none; stroke: var(--t-warn); stroke-dasharray: 3 2; } .topology .t-quorum { stroke: var(--t-fg); stroke-width: 2; }
.topology-narrow { display: none; }
@media (max-width: 40rem) { .topology-narrow { display: block; } .topology-wide { display: none; } }
@media print { .topology { --t-fg: #000; --t-dim: #333; --t-bg: #fff; --t-card: #fff; --t-soft: #fff; --t-line: #777; --t-pipe: #333; --t-good: #000; --t-warn: #000; --t-bad: #000; --t-edit: #000; } }
`
