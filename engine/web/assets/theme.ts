/** Runs before the page is painted, so that a chosen theme does not flash. */
export const THEME_SCRIPT = `'use strict'
{
  const root = document.documentElement
  const kept = (() => { try { return localStorage.getItem('isthmus-theme') } catch { return null } })()
  if (kept === 'dark' || kept === 'light') root.dataset.theme = kept
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme')
    if (!button) return
    const tell = () => { button.textContent = isDark() ? 'Light theme' : 'Dark theme' }
    button.hidden = false
    tell()
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark'
      try { localStorage.setItem('isthmus-theme', root.dataset.theme) } catch { /* it holds for this page */ }
      tell()
    })
  })
}
`
