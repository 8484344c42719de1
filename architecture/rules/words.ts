import { basename } from 'node:path'
import { isCode, isTest, literalsOf, withoutComments, type Rule } from '../sources.ts'

/** `patient` is absent on purpose: it is one of the kinds of actor that row-level security tells apart. Parts of codes (`family-doctor`) are data. */
const medical = /(?<![\w-])(doctors?|nurses?|physicians?|hospitals?|clinics?|diagnos[ei]s|diseases?|prescriptions?|symptoms?|medicines?|clinical|medical|wards?|surgery)\b|[医病诊疗]/i

/** A mechanism that knows no medicine can serve all of it. */
export const noMedicalWordBelow: Rule = (sources) =>
  sources
    .filter((source) => isCode(source) && !isTest(source) && /^(platform|engines)\//.test(source.path))
    .flatMap(({ path, text }) =>
      withoutComments(text).split('\n').flatMap((line, i) => {
        const word = medical.exec(line)?.[0]
        return word ? [`${path}:${i + 1} says "${word}"`] : []
      }),
    )

const vague = /^(utils?|helpers?|common|manager|misc|shared|stuff|repository)([.-]|$)/

/** A name that fits everything says nothing. */
export const noVagueNames: Rule = (sources) =>
  sources.flatMap(({ path }) => path.split('/').filter((part) => vague.test(part)).map((part) => `${path}: "${part}" says nothing`))

export const noUnfinishedWork: Rule = (sources) =>
  sources
    .filter((source) => isCode(source) || source.path.endsWith('.sql'))
    .flatMap(({ path, text }) => text.split('\n').flatMap((line, i) => (/\b(TODO|FIXME|XXX|HACK)\b/.test(line) && !path.startsWith('architecture/') ? [`${path}:${i + 1} is unfinished`] : [])))

/** A rule of the linter may be set aside on one line, with its reason beside it. */
export const noSilentExceptions: Rule = (sources) =>
  sources.filter(isCode).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => (/(oxlint|eslint)-disable|@ts-(ignore|nocheck|expect-error)/.test(line) && !/ -- \S/.test(line) && !path.startsWith('architecture/') ? [`${path}:${i + 1} sets a rule aside without saying why`] : [])),
  )

/** A language is named in itself; and how a language writes dates, and says numbers, is its grammar, not a text. */
const nativeNames = new Set(['中文', '简体中文'])
const grammar = new Set(['packages/ui/parts/format.ts', 'packages/ui/parts/spoken.ts'])

/** Every visible string has two languages, so none is in the code. */
export const noChineseInPages: Rule = (sources) =>
  sources
    .filter((source) => isCode(source) && !isTest(source) && !grammar.has(source.path) && /^(journey\/.+\/web\/|apps\/(?!server)|packages\/)/.test(source.path))
    .flatMap((source) => literalsOf(source).filter(({ text }) => /\p{Script=Han}/u.test(text) && !nativeNames.has(text.trim())).map(({ text, line }) => `${source.path}:${line} shows "${text.trim().slice(0, 20)}" in one language only`))

const mostLines = 400

export const filesFitInAHead: Rule = (sources) =>
  sources.filter(isCode).flatMap(({ path, text }) => {
    const lines = text.split('\n').length
    return lines > mostLines ? [`${path} has ${lines} lines; at most ${mostLines}`] : []
  })

/** One word per file name, in one spelling. */
export const namesInKebabCase: Rule = (sources) =>
  sources.filter(isCode).flatMap(({ path }) => (/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(basename(path)) ? [] : [`${path} is not in kebab-case`]))
