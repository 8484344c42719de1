import { dirname } from 'node:path'
import { isCode, isTest, type Rule, type Source } from '../sources.ts'

type Tree = { readonly [key: string]: string | Tree }

const plural = /_(zero|one|two|few|many|other)$/

/** Both languages say the same things. Chinese has one plural form, so plural endings are set aside. */
export const bothLanguages: Rule = (sources) =>
  folders(sources).flatMap((folder) => {
    const [zh, en] = ['zh-CN', 'en'].map((language) => sources.find(({ path }) => path === `${folder}/${language}.json`))
    if (!zh || !en) return [`${folder} lacks ${zh ? 'en' : 'zh-CN'}.json`]
    const [inChinese, inEnglish] = [stemsOf(zh), stemsOf(en)]
    return [
      ...[...inChinese].filter((key) => !inEnglish.has(key)).map((key) => `${en.path} lacks ${key}`),
      ...[...inEnglish].filter((key) => !inChinese.has(key)).map((key) => `${zh.path} lacks ${key}`),
      ...silentIn(zh).filter((key) => silentIn(en).includes(key)).map((key) => `${folder} says nothing for ${key}`),
    ]
  })

/** A number, at most one word that describes, and a word in the plural: "3 more clinics". */
const counted = /\{\{(?:count|n)\}\} (?:(?:more|other|old|past|earlier|real|public) )?(?!(?:is|was|has|as|this|ms)\b)(?:[a-z]{2,}s|people|men|women|children)\b/

/** English counts one person and two people: a text that counts something says both. */
export const countsAgree: Rule = (sources) =>
  sources.filter(({ path }) => path.endsWith('/locales/en.json')).flatMap((source) => {
    const entries = entriesOf(parse(source))
    const keys = new Set(entries.map(([key]) => key))
    return entries.flatMap(([key, text]) => {
      const stem = key.replace(/_(one|other)$/, '')
      if (stem !== key) return ['one', 'other'].filter((form) => !keys.has(`${stem}_${form}`)).map((form) => `${source.path} lacks ${stem}_${form}`)
      return counted.test(text) ? [`${source.path}: ${key} counts, and needs ${key}_one and ${key}_other`] : []
    })
  })

/** Calm words: nobody who is ill wants to be shouted at. */
export const noShouting: Rule = (sources) =>
  sources
    .filter(({ path }) => /\/locales\/(zh-CN|en)\.json$/.test(path))
    .flatMap((source) => entriesOf(parse(source)).filter(([, text]) => /[!！]/.test(text)).map(([key]) => `${source.path} shouts in ${key}`))

/** Every refusal has a title in both languages: `booking.period-full` is `errors.period-full` in booking's locales. */
export const everyErrorHasATitle: Rule = (sources) => {
  const spoken = new Set(
    folders(sources).flatMap((folder) => {
      const source = sources.find(({ path }) => path === `${folder}/en.json`)
      return source ? entriesOf(parse(source)).map(([key]) => `${dirname(folder)}/${key}`) : []
    }),
  )
  return sources
    .filter((source) => isCode(source) && !isTest(source) && /^(journey|engines|platform|apps\/server)\//.test(source.path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/domainError\(\s*'([a-z0-9-]+)\.([a-z0-9-]+)'/g)]
        .filter(([, module, code]) => ![...spoken].some((key) => key.endsWith(`/errors.${code}`) && key.split('/').at(-2) === module))
        .map(([, module, code]) => `${path}: ${module}.${code} has no title (errors.${code} in the locales of ${module})`),
    )
}

/** A key asked for with a plain string must exist, or the page shows the key. */
export const everyKeyExists: Rule = (sources) => {
  const known = new Map(folders(sources).map((folder) => [namespaceOf(folder), new Set(sources.filter(({ path }) => path === `${folder}/en.json`).flatMap((source) => [...stemsOf(source)]))]))
  return sources
    .filter((source) => source.path.endsWith('.tsx') && !isTest(source))
    .flatMap((source) => {
      const namespaces = [...source.text.matchAll(/useTranslation\('([a-z-]+)'\)/g)].map(([, name]) => name ?? '')
      const keys = namespaces.length === 1 ? known.get(namespaces[0] ?? '') : undefined
      if (!keys) return []
      const asked = [...source.text.matchAll(/(?<![\w.])t\('([\w.-]+)'/g)].map(([, key]) => key ?? '')
      return asked.filter((key) => !keys.has(key) && ![...keys].some((one) => one.startsWith(`${key}.`))).map((key) => `${source.path} asks for ${namespaces[0]}:${key}, which no language has`)
    })
}

/** A unit or a suffix may be empty in one language. */
function silentIn(source: Source): string[] {
  return entriesOf(parse(source)).filter(([, text]) => !text.trim()).map(([key]) => key)
}

function namespaceOf(folder: string): string {
  return dirname(folder).split('/').at(-1) ?? ''
}

function folders(sources: readonly Source[]): string[] {
  return [...new Set(sources.filter(({ path }) => /\/locales\/[\w-]+\.json$/.test(path)).map(({ path }) => dirname(path)))]
}

function parse(source: Source): Tree {
  return JSON.parse(source.text) as Tree
}

function stemsOf(source: Source): Set<string> {
  return new Set(entriesOf(parse(source)).map(([key]) => key.replace(plural, '')))
}

function entriesOf(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as [string, string]] : entriesOf(value, `${prefix}${key}.`)))
}
