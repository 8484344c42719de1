import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { RulePart } from '#journey/throughout/rules/contract.ts'
import { fieldsOf } from '#journey/throughout/rules/server.ts'
import { readLocales } from '#platform/http/locales.ts'
import { units } from '#platform/rules/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { modules } from './modules.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const declared = modules.flatMap((module) => module.rules ?? [])
const { owner } = await testDatabase()
const { rows } = await sql<{ code: string; value: unknown; source: string }>`select code, value, source from platform.rule order by code`.execute(owner)

test('every rule of the database is declared by its module, and every declared one has a value in the region', () => {
  expect(rows.length).toBeGreaterThan(40)
  expect(rows.map(({ code }) => code).filter((code) => !declared.some((rule) => rule.code === code))).toEqual([])
  expect(declared.map(({ code }) => code).filter((code) => !rows.some((row) => row.code === code))).toEqual([])
  expect(declared.map(({ code }) => code).toSorted()).toEqual([...new Set(declared.map(({ code }) => code))].toSorted())
  for (const module of modules) expect((module.rules ?? []).filter(({ code }) => !code.startsWith(`${module.name}.`))).toEqual([])
})

test.each(rows)('the value of $code is one its declaration allows', ({ code, value }) => {
  const rule = declared.find((one) => one.code === code)!
  expect(rule.schema.parse(value)).toEqual(value)
  if (rule.page === undefined) expect(fieldsOf(rule).length).toBeGreaterThan(0)
})

test('every declaration in the tree is in its module\'s list, and a rule is read by its declaration alone', () => {
  const files = globSync('{engines,journey,apps,region}/**/*.ts', { cwd: root, exclude: (name) => name === 'node_modules' || name.endsWith('.test.ts') })
  const texts = files.map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
  const codes = texts.flatMap(({ text }) => [...text.matchAll(/declareRule\('([^']+)'/g)].map(([, code]) => code!))
  expect(codes.length).toBeGreaterThan(40)
  expect(codes.filter((code) => !declared.some((rule) => rule.code === code))).toEqual([])
  expect(texts.filter(({ text }) => /ruleAt(<[^(]*>)?\(\s*\w+,\s*['`]/.test(text)).map(({ path }) => path)).toEqual([])
})

type Tree = { readonly [key: string]: string | Tree }

test('every rule is named in words in both languages: what it is, each part of its value, each thing to choose, each unit', () => {
  const locales = readLocales()
  const missing: string[] = []
  for (const language of ['zh-CN', 'en'] as const) {
    const shared = locales[language].get('rules') as Tree
    const has = (tree: unknown, key: string) => typeof (tree as Tree | undefined)?.[key] === 'string'
    for (const unit of units.filter((one) => one !== 'number')) if (!has(shared['unit-short'], unit)) missing.push(`${language} unit ${unit}`)
    for (const { code } of declared) {
      const [module = '', name = ''] = code.split('.')
      const words = ((locales[language].get(module)?.['rulebook'] as Tree | undefined)?.[name] ?? {}) as Tree
      if (!has(shared['module'], module)) missing.push(`${language} module ${module}`)
      for (const key of ['title', 'about', 'source']) if (!has(words, key)) missing.push(`${language} ${code} ${key}`)
      const parts = fieldsOf(declared.find((rule) => rule.code === code)!).flatMap((field): RulePart[] => [field, ...field.columns])
      for (const { path, choices } of parts) {
        for (const key of path.length > 0 ? path : ['value']) if (!has(words['names'], key) && !has(shared['name'], key)) missing.push(`${language} ${code} name ${key}`)
        for (const choice of choices) if (!has(words['choices'], choice) && !has(shared['choice'], choice) && !has(shared['name'], choice)) missing.push(`${language} ${code} choice ${choice}`)
      }
    }
  }
  expect(missing).toEqual([])
  const english = (code: string) => {
    const [module = '', name = ''] = code.split('.')
    return ((locales.en.get(module)!['rulebook'] as Tree)[name] as Tree)['source']
  }
  expect(rows.filter(({ code, source }) => english(code) !== source).map(({ code }) => code)).toEqual([])
})
