import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { RuleField, RulePart, RuleVersion } from '../../contract.ts'

const moduleOf = (code: string): string => code.split('.')[0] ?? ''

/** The rules in words: each module says its own, what many share is said here. */
export function useRuleWords(codes: readonly string[]) {
  const { t } = useTranslation(['rules', ...new Set(codes.map(moduleOf))])
  const format = useFormat()
  const own = (code: string, key: string) => `${moduleOf(code)}:rulebook.${code.slice(code.indexOf('.') + 1)}.${key}`
  const segment = (code: string, key: string): string => t([own(code, `names.${key}`), `name.${key}`])
  const nameOf = (code: string, path: readonly string[]): string => (path.length === 0 ? segment(code, 'value') : path.map((key) => segment(code, key)).join(t('path')))
  const choice = (code: string, one: string): string => t([own(code, `choices.${one}`), `choice.${one}`, `name.${one}`])

  const number = ({ unit }: RulePart, value: number): string => {
    if (unit === 'cents') return format.money(value, { whole: true })
    if (unit === 'minutes') return value < 0 ? String(value) : format.minutes(value)
    if (unit === 'bp') return `${value / 100}%`
    if (unit === 'share') return `${Number((value * 100).toFixed(4))}%`
    if (unit === 'percent') return `${value}%`
    if (unit === 'hour-of-day') return t('hour', { hour: value })
    return unit === '' ? String(value) : t(`unit.${unit}`, { count: value })
  }

  const one = (code: string, part: RulePart, value: unknown): string => {
    if (value === undefined || value === null || value === '') return t('none')
    if (part.kind === 'number') return number(part, value as number)
    if (part.kind === 'json') return JSON.stringify(value)
    if (part.kind === 'yes-no') return t(value === true ? 'yes' : 'no')
    if (part.kind === 'day') return format.date(value as string)
    if (part.kind === 'weekdays') return (value as number[]).map((day) => t(`weekday.${day}`)).join(t('list'))
    if (part.kind === 'choice') return choice(code, value as string)
    if (Array.isArray(value)) return value.length === 0 ? t('none') : value.map((item) => one(code, { ...part, kind: single[part.kind] ?? part.kind }, item)).join(t('list'))
    return typeof value === 'string' ? value : JSON.stringify(value)
  }

  const row = (code: string, field: RuleField, value: unknown): string =>
    field.columns.flatMap((column) => {
      const said = (value as Readonly<Record<string, unknown>>)[column.path.join('.')]
      if (said === undefined || said === false) return []
      return [said === true ? nameOf(code, column.path) : `${nameOf(code, column.path)} ${one(code, column, said)}`]
    }).join(t('join'))

  return {
    t, segment, nameOf, choice,
    module: (code: string): string => t(`module.${moduleOf(code)}`),
    title: (code: string): string => t(own(code, 'title')),
    about: (code: string): string => t(own(code, 'about')),
    /** On what it rests: of what came with the platform in the reader's language, of what somebody published in their words. */
    source: (code: string, { source, publishedAt, own: isOwn }: RuleVersion, isRegion: boolean): string => (publishedAt === null && (isRegion || !isOwn) ? t(own(code, 'source'), { defaultValue: source }) : source),
    /** A part's value in words; a table as one line a row. */
    lines: (code: string, field: RuleField, value: unknown): string[] =>
      field.kind !== 'rows' || !Array.isArray(value) ? [one(code, field, value)] : value.length === 0 ? [t('none')] : value.map((each) => row(code, field, each)),
  }
}

export type RuleWords = ReturnType<typeof useRuleWords>

const single: Partial<Record<RulePart['kind'], RulePart['kind']>> = { numbers: 'number', choices: 'choice', texts: 'text' }
