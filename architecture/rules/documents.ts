import { isTest, type Rule } from '../sources.ts'

/** What this version of the product claims to do; each is proven or explained somewhere a reader will look. */
const capabilities = ['P1', 'P2', 'O1', 'O4', 'O5', 'O13'] as const

export const capabilitiesAreClaimed: Rule = (sources) => {
  const places = sources.filter((source) => isTest(source) || /^(journey|engines)\/.*README\.md$/.test(source.path))
  return capabilities.filter((id) => !places.some(({ text }) => new RegExp(`\\b${id}\\b`).test(text))).map((id) => `${id} appears in no test and in no README of a module`)
}

/** A module can be read from its folder: what it gives, and through which door. */
export const everyModuleIntroducesItself: Rule = (sources) => {
  const paths = new Set(sources.map(({ path }) => path))
  const modules = [...new Set([...paths].map((path) => /^(journey\/[^/]+\/[^/]+|engines\/[^/]+)\//.exec(path)?.[1]).filter((one) => one !== undefined))]
  const stages = [...new Set([...paths].map((path) => /^(journey\/[^/]+)\/[^/]+\//.exec(path)?.[1]).filter((one) => one !== undefined))]
  return [...modules, ...stages].filter((folder) => !paths.has(`${folder}/README.md`)).map((folder) => `${folder} has no README.md`)
}
