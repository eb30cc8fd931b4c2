import { runPages } from './pages/run-pages.ts'

runPages('with the rest')
