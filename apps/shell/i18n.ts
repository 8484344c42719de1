import { createInstance } from 'i18next'
import type { BackendModule, i18n, PostProcessorModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { keepLanguage, readLanguage } from './language.ts'
import type { Language } from './language.ts'

type Texts = { default: Record<string, unknown> }

// One small file per module and language, fetched when a page first asks for it.
const files = import.meta.glob<Texts>([
  '../../journey/*/*/locales/*.json', '../../engines/*/locales/*.json', '../../packages/ui/locales/*.json', '../*/locales/*.json', '../*/*/locales/*.json',
])
const byName = new Map(Object.entries(files).map(([path, load]) => {
  // The shell's own folder is "./" in a glob, and has no name of its own there.
  const [, module = 'shell', language] = /(?:([^/.]+)\/|\.\/)locales\/([^/]+)\.json$/.exec(path) ?? []
  return [`${language}/${module}`, load]
}))

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = byName.get(`${language}/${namespace}`)
    if (!load) return done(new Error(`No texts for ${namespace} in ${language}`), false)
    load().then((texts) => done(null, texts.default), (fault: unknown) => done(fault instanceof Error ? fault : new Error(String(fault)), true))
  },
}

/** "Today" begins a line, "today" stands within one. Chinese knows no difference. */
export const withinSentence = (text: string) => text.replaceAll(/(?<=[a-z],? )(?:Today|Tomorrow|Yesterday)\b/g, (day) => day.toLowerCase())

const sentences: PostProcessorModule = { type: 'postProcessor', name: 'sentences', process: (text: string) => withinSentence(text) }

/** Ready once the shell's own words are here; modules bring theirs when their pages open. */
export async function startI18n(namespaces: string[]): Promise<i18n> {
  const instance = createInstance()
  const mark = (language: string) => { document.documentElement.lang = language }
  instance.on('languageChanged', mark)
  await instance.use(backend).use(sentences).use(initReactI18next).init({
    lng: readLanguage(), fallbackLng: false, supportedLngs: ['zh-CN', 'en'], load: 'currentOnly', ns: namespaces, defaultNS: 'shell',
    interpolation: { escapeValue: false }, postProcess: [sentences.name], react: { useSuspense: true },
  })
  mark(instance.language)
  return instance
}

export async function changeLanguage(instance: i18n, language: Language): Promise<void> {
  keepLanguage(language)
  await instance.changeLanguage(language)
}
