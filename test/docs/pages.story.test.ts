import { runPages } from './pages/run-pages.ts'

runPages('apart')
