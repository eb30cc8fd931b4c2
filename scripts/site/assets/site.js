;(() => {
  const root = document.documentElement
  const base = root.dataset.root ?? ''
  const narrow = matchMedia('(max-width: 60rem)')
  const menu = document.querySelector('.menu')
  const setMenu = () => {
    menu.open = !narrow.matches
  }
  setMenu()
  narrow.addEventListener('change', setMenu)
  document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'center' })
  window.scrollTo(0, location.hash === '' ? 0 : window.scrollY)

  const button = document.querySelector('.theme')
  button.hidden = false
  button.addEventListener('click', () => {
    const isDark = getComputedStyle(root).getPropertyValue('--is-dark').trim() === '1'
    root.dataset.theme = isDark ? 'light' : 'dark'
    try {
      localStorage.setItem('isthmus-theme', root.dataset.theme)
    } catch {
      // It holds for this page.
    }
  })

  for (const figure of document.querySelectorAll('figure.code')) {
    const copy = document.createElement('button')
    copy.type = 'button'
    copy.className = 'copy'
    copy.textContent = 'Copy'
    copy.addEventListener('click', async () => {
      const commands = [...figure.querySelectorAll('.command')].map((each) => each.textContent)
      const text = commands.length > 0 ? commands.join('\n') : figure.querySelector('code').textContent
      try {
        await navigator.clipboard.writeText(text)
        copy.textContent = 'Copied'
      } catch {
        getSelection()?.selectAllChildren(figure.querySelector('code'))
        copy.textContent = 'Selected'
      }
      setTimeout(() => {
        copy.textContent = 'Copy'
      }, 1500)
    })
    figure.append(copy)
  }

  const form = document.querySelector('.search')
  const input = form.querySelector('input')
  const results = form.querySelector('#results')
  const state = { index: undefined }
  form.hidden = false

  const script = (name) =>
    new Promise((resolve, reject) => {
      const element = document.createElement('script')
      element.src = `${base}assets/${name}`
      element.addEventListener('load', resolve)
      element.addEventListener('error', reject)
      document.head.append(element)
    })

  const load = async () => {
    await script('minisearch.js')
    await script('search-data.js')
    // A word such as network/overlap or --from is found as a whole and by its parts.
    const split = (text) => {
      const whole = text.toLowerCase().match(/[\p{L}\p{N}_./:-]+/gu) ?? []
      return whole.flatMap((word) => [word, ...word.split(/[./:_-]+/)]).filter((word) => word.length > 1)
    }
    const index = new window.MiniSearch({
      fields: ['title', 'page', 'words'],
      storeFields: ['title', 'page', 'url', 'words'],
      tokenize: split,
      searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: (word) => (word.length > 4 ? 0.2 : 0), combineWith: 'AND' },
    })
    index.addAll(window.isthmusSections)
    return index
  }

  const excerpt = (words, terms) => {
    const at = Math.max(0, Math.min(...terms.map((term) => words.toLowerCase().indexOf(term)).filter((i) => i >= 0), 1e9))
    const from = at === 1e9 ? 0 : Math.max(0, at - 40)
    return `${from > 0 ? '…' : ''}${words.slice(from, from + 130)}${words.length > from + 130 ? '…' : ''}`
  }

  const show = async () => {
    const query = input.value.trim()
    results.hidden = query === ''
    if (query === '') return
    state.index ??= load()
    const index = await state.index
    if (input.value.trim() !== query) return
    // Where no section has all of the words, those that have some of them are better than none.
    const whole = index.search(query)
    const found = (whole.length > 0 ? whole : index.search(query, { combineWith: 'OR' })).slice(0, 12)
    results.replaceChildren(
      ...found.map((each) => {
        const item = document.createElement('li')
        const link = document.createElement('a')
        link.href = base + each.url
        const title = document.createElement('b')
        title.textContent = each.title === each.page ? each.title : `${each.page} › ${each.title}`
        const text = document.createElement('span')
        text.textContent = excerpt(each.words, each.terms)
        link.append(title, text)
        item.append(link)
        return item
      }),
    )
    if (found.length === 0) {
      const nothing = document.createElement('li')
      nothing.textContent = 'Nothing found'
      results.append(nothing)
    }
  }

  input.addEventListener('input', show)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    results.querySelector('a')?.click()
  })
  form.addEventListener('keydown', (event) => {
    const links = [...results.querySelectorAll('a')]
    const at = links.indexOf(document.activeElement)
    if (event.key === 'Escape') {
      input.value = ''
      results.hidden = true
      input.focus()
    } else if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]?.focus()
    else if (event.key === 'ArrowUp') (at > 0 ? links[at - 1] : input).focus()
    else return
    event.preventDefault()
  })
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea')
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    input.focus()
  })
  document.addEventListener('click', (event) => {
    if (!form.contains(event.target)) results.hidden = true
  })
})()
