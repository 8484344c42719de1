import { useId } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import { useChrome } from './chrome.tsx'
import { Icon } from './icon.tsx'
import type { SpokenKind } from './spoken.ts'
import { Field, type FieldProps, type TextFieldProps, TypedField } from './typed-field.tsx'
import { VoiceButton } from './voice.tsx'

/** What a field would be told by voice; undefined where it must not be: passwords, codes. */
function spokenKindOf({ type = 'text', inputMode, autoComplete, disabled }: TextFieldProps): SpokenKind | undefined {
  if (disabled || type === 'password' || type === 'email' || type === 'time' || autoComplete === 'one-time-code') return undefined
  if (type === 'date') return 'date'
  if (type === 'tel' || inputMode === 'tel') return 'digits'
  if (type === 'number' || inputMode === 'numeric' || inputMode === 'decimal') return 'number'
  return autoComplete === 'name' ? 'name' : 'words'
}

/** One line of text, or several with `rows`. In elder mode it can be spoken into. */
export function TextField(props: TextFieldProps) {
  const { elder, voice } = useChrome()
  const kind = voice && elder.on && typeof props.label === 'string' ? spokenKindOf(props) : undefined
  if (kind === undefined) return <TypedField {...props} />
  return <div className="spoken"><TypedField {...props} /><VoiceButton label={props.label as string} kind={kind} onSaid={props.onChange} /></div>
}

export type Option = { value: string; label: string }

/** The platform's own list: the best one there is on a phone. */
export function Select(props: FieldProps & { value: string; onChange: (value: string) => void; options: Option[]; name?: string | undefined; disabled?: boolean | undefined; empty?: string | undefined }) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(wiring) => (
        <select className="input" name={props.name} value={props.value} disabled={props.disabled} onChange={(event) => props.onChange(event.target.value)} {...wiring}>
          {props.empty !== undefined && <option value="">{props.empty}</option>}
          {props.options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
        </select>
      )}
    </Field>
  )
}

/** One of a few, all of them visible. */
export function RadioGroup(props: { label: ReactNode; options: { value: string; label: ReactNode; note?: ReactNode }[]; value: string; onChange: (value: string) => void }) {
  const name = useId()
  return (
    <fieldset>
      <legend>{props.label}</legend>
      {props.options.map((option) => (
        <label className="choice" key={option.value}>
          <input type="radio" name={name} checked={option.value === props.value} onChange={() => props.onChange(option.value)} />
          <span className="grow">{option.label}{option.note !== undefined && <span className="small muted" style={{ display: 'block' }}>{option.note}</span>}</span>
        </label>
      ))}
    </fieldset>
  )
}

export function Checkbox(props: { label: ReactNode; checked: boolean; onChange: (checked: boolean) => void }) {
  return <label className="choice"><input type="checkbox" checked={props.checked} onChange={(event) => props.onChange(event.target.checked)} /><span className="grow">{props.label}</span></label>
}

/** Search box. `label` is spoken, `placeholder` only helps; Enter submits. */
export function SearchField(props: { label: string; value: string; onChange: (value: string) => void; onSubmit?: (() => void) | undefined; placeholder?: string | undefined; autoFocus?: boolean | undefined; end?: ReactNode }) {
  const { t } = useTranslation('ui')
  const id = useId()
  const submit = (event: FormEvent) => { event.preventDefault(); props.onSubmit?.() }
  return (
    <form className="search" role="search" onSubmit={submit}>
      <Icon name="search" />
      <label className="sr" htmlFor={id}>{props.label}</label>
      <input id={id} type="search" enterKeyHint="search" autoComplete="off" value={props.value} placeholder={props.placeholder} autoFocus={props.autoFocus} onChange={(event) => props.onChange(event.target.value)} />
      {props.value !== '' && <IconButton icon="x" label={t('clear')} onPress={() => props.onChange('')} />}
      {props.value === '' && <VoiceButton label={props.label} kind="words" onSaid={props.onChange} />}
      {props.end}
    </form>
  )
}

/** Two to four views of the same thing. */
export function Segmented(props: { label: string; options: { value: string; label: ReactNode }[]; value: string; onChange: (value: string) => void }) {
  return (
    <div className="seg" role="group" aria-label={props.label}>
      {props.options.map((option) => <button key={option.value} type="button" aria-pressed={option.value === props.value} onClick={() => props.onChange(option.value)}>{option.label}</button>)}
    </div>
  )
}
