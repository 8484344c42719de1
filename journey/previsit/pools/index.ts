export { releaseFigures } from './queries/release-figures.ts'
