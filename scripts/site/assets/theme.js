// Before anything is painted: the choice of light or dark that the reader made here before.
try {
  const chosen = localStorage.getItem('isthmus-theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // No storage: the system decides.
}
