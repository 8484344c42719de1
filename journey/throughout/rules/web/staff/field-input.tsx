import { Button, Checkbox, Chip, Chips, Field, Icon, IconButton, Select, TextField } from '#ui/index.ts'
import type { RuleField, RulePart } from '../../contract.ts'
import { columnsOf, emptyRow, keyOf, type Typed, typedNumber, type TypedRow } from './rule-form.ts'
import type { RuleWords } from './use-rule-words.ts'

type Props = { code: string; field: RuleField; value: Typed; faults: Readonly<Record<string, string>>; words: RuleWords; onChange: (value: Typed) => void }

/** One part of a rule, asked for as what it is: a number with its unit, a time, yes or no, some of several, a table. */
export function FieldInput({ code, field, value, faults, words, onChange }: Props) {
  const key = keyOf(field.path)
  if (field.kind === 'rows') return <Rows code={code} field={field} rows={value as TypedRow[]} faults={faults} words={words} onChange={onChange} />
  return <PartInput code={code} part={field} value={value as string | boolean | string[]} fault={faults[key]} words={words} onChange={onChange} />
}

/** 1 is Monday. */
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7']

type PartProps = { code: string; part: RulePart; value: string | boolean | string[]; fault: string | undefined; words: RuleWords; onChange: (value: string | boolean | string[]) => void }

function PartInput({ code, part, value, fault, words, onChange }: PartProps) {
  const { t } = words
  const name = words.nameOf(code, part.path.slice(-1))
  const error = fault === undefined ? {} : { error: t(`fault.${fault}`) }
  if (part.kind === 'yes-no') return <Checkbox label={name} checked={value === true} onChange={onChange} />
  if (part.kind === 'choice') return <Select label={name} value={value as string} onChange={onChange} options={part.choices.map((one) => ({ value: one, label: words.choice(code, one) }))} />
  if (part.kind === 'choices' || part.kind === 'weekdays') {
    const chosen = value as string[]
    const all = part.kind === 'weekdays' ? WEEKDAYS : part.choices
    return (
      <div className="field rules-wide" data-error={fault === undefined ? undefined : true}>
        <span className="rules-label">{name}</span>
        <Chips label={name}>{all.map((one) => <Chip key={one} pressed={chosen.includes(one)} onPress={() => onChange(chosen.includes(one) ? chosen.filter((other) => other !== one) : all.filter((other) => other === one || chosen.includes(other)))}>{part.kind === 'weekdays' ? t(`weekday.${one}`) : words.choice(code, one)}</Chip>)}</Chips>
        {fault !== undefined && <p className="field__error" role="alert"><Icon name="alert" />{t(`fault.${fault}`)}</p>}
      </div>
    )
  }
  const isNumber = part.kind === 'number' || part.kind === 'numbers'
  const unit = isNumber && part.unit !== '' && part.unit !== 'number' ? t(`unit-short.${part.unit}`) : ''
  const label = unit === '' ? name : t('with-unit', { name, unit })
  if (part.kind === 'texts' || part.kind === 'json') {
    return <div className="rules-wide"><Field label={label} hint={t(part.kind === 'json' ? 'json-hint' : 'list-hint')} {...error}>{(wiring) => <textarea className="input" rows={part.kind === 'json' ? 8 : 3} value={value as string} onChange={(event) => onChange(event.target.value)} {...wiring} />}</Field></div>
  }
  return <TextField label={label} hint={hintOf(part, words)} {...error} type={part.kind === 'time' ? 'time' : part.kind === 'day' ? 'date' : 'text'} inputMode={part.kind === 'number' ? 'decimal' : 'text'} value={value as string} onChange={onChange} />
}

function hintOf(part: RulePart, { t }: RuleWords): string | undefined {
  if (part.kind === 'numbers') return t('list-hint')
  if (part.kind !== 'number' || part.least === null || part.most === null || part.most > 1e12) return part.optional && part.unless === null ? t('may-be-empty') : undefined
  const between = t('between', { least: typedNumber(part, part.least), most: typedNumber(part, part.most) })
  return part.optional ? `${between}${t('join')}${t('may-be-empty')}` : between
}

function Rows({ code, field, rows, faults, words, onChange }: { code: string; field: RuleField; rows: TypedRow[]; faults: Props['faults']; words: RuleWords; onChange: (rows: TypedRow[]) => void }) {
  const { t } = words
  const key = keyOf(field.path)
  return (
    <div className="field rules-wide">
      <span className="rules-label">{words.nameOf(code, field.path.slice(-1))}</span>
      {rows.map((row, at) => (
        <fieldset key={at} className="rules-row">
          <legend className="sr">{t('row', { n: at + 1 })}</legend>
          {columnsOf(field, row).map((column) => {
            const name = keyOf(column.path)
            return <PartInput key={name} code={code} part={column} value={row[name] ?? ''} fault={faults[[key, at, name].filter((one) => one !== '').join('.')]} words={words} onChange={(value) => onChange(rows.with(at, { ...row, [name]: value }))} />
          })}
          <IconButton icon="x" label={t('remove-row', { n: at + 1 })} onPress={() => onChange(rows.toSpliced(at, 1))} />
        </fieldset>
      ))}
      <Button small icon="plus" onPress={() => onChange([...rows, emptyRow(field)])}>{t('add-row')}</Button>
    </div>
  )
}
