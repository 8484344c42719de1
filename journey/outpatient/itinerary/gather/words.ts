import english from '../locales/en.json' with { type: 'json' }
import chinese from '../locales/zh-CN.json' with { type: 'json' }
import { filled, type Values } from '../solve/sentences.ts'

type Key = keyof typeof chinese.name

/** A short name for a thing in both languages. */
export function nameOf(key: Key, values: Values = {}): { name: string; nameEn: string } {
  return { name: filled(chinese.name[key], values), nameEn: filled(english.name[key], values) }
}

export const isNamed = (key: string): key is Key => key in chinese.name
