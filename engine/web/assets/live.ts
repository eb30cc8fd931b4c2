/**
 * Brings the page up to date when the server says that something is new: it asks for the same page again and puts in what
 * differs, so that there is one renderer. Focus, what was unfolded and how far one had scrolled stay.
 */
export const LIVE_SCRIPT = `'use strict'
{
  const byId = (id) => document.getElementById(id)
  const state = { isAsking: false, isStale: false }

  const keyOf = (details) => details.dataset.key ?? details.querySelector('summary')?.textContent ?? ''
  const unfoldedIn = (node) => new Map([...node.querySelectorAll('details')].map((each) => [keyOf(each), each.open]))
  const focusPath = () => {
    const here = document.activeElement
    if (!here || here === document.body) return undefined
    return here.id ? '#' + CSS.escape(here.id) : here.getAttribute('href') ? '[href="' + CSS.escape(here.getAttribute('href')) + '"]' : undefined
  }

  const keepUnfolded = (old, next) => {
    const unfolded = unfoldedIn(old)
    for (const each of next.querySelectorAll('details')) if (unfolded.has(keyOf(each))) each.open = unfolded.get(keyOf(each))
  }

  const replace = (old, next) => {
    if (old.isEqualNode(next)) return false
    keepUnfolded(old, next)
    if (old.isEqualNode(next)) return false
    old.replaceWith(next)
    return true
  }

  const merge = (old, next) => {
    const [before, after] = [[...old.children], [...next.children]]
    const isSameShape = before.length === after.length && before.every((each, i) => each.tagName === after[i].tagName)
    if (!isSameShape) { keepUnfolded(old, next); old.replaceChildren(...next.childNodes); return }
    before.forEach((each, i) => { if (replace(each, after[i])) after[i].classList.add('fresh') })
  }

  const update = async () => {
    if (state.isAsking) { state.isStale = true; return }
    state.isAsking = true
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' }, redirect: 'error' })
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const focus = focusPath()
      for (const id of ['content', 'pages', 'live']) {
        const [old, fresh] = [byId(id), next.getElementById(id)]
        if (old && fresh) merge(old, fresh)
      }
      document.title = next.title
      if (focus && document.activeElement === document.body) document.querySelector(focus)?.focus({ preventScroll: true })
    } catch { /* the next event tries again */ } finally {
      state.isAsking = false
      if (state.isStale) { state.isStale = false; update() }
    }
  }

  const events = new EventSource('/events')
  const shown = { version: byId('live')?.dataset.version }
  events.addEventListener('changed', (event) => {
    if (shown.version === event.data) return
    shown.version = event.data
    update()
  })
  events.addEventListener('error', () => document.documentElement.classList.add('offline'))
  events.addEventListener('open', () => document.documentElement.classList.remove('offline'))
}
`
