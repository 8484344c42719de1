import { useId } from 'react'
import type { ChangeEvent, HTMLInputAutoCompleteAttribute, ReactNode } from 'react'
import { Icon } from './icon.tsx'

export type FieldProps = { label: ReactNode; hint?: ReactNode; error?: ReactNode }
type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** Label above, hint and error below, all wired together. For any control: children receive what to spread on it. */
export function Field({ label, hint, error, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error !== undefined || undefined })}
      {hint !== undefined && <p className="field__hint" id={`${id}-hint`}>{hint}</p>}
      {error !== undefined && <p className="field__error" id={`${id}-error`} role="alert"><Icon name="alert" />{error}</p>}
    </div>
  )
}

export type TextFieldProps = FieldProps & {
  value: string; onChange: (value: string) => void; name?: string | undefined; type?: 'text' | 'tel' | 'password' | 'date' | 'time' | 'number' | 'email' | undefined
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | undefined; autoComplete?: HTMLInputAutoCompleteAttribute | undefined; maxLength?: number | undefined
  required?: boolean | undefined; disabled?: boolean | undefined; placeholder?: string | undefined; autoFocus?: boolean | undefined; rows?: number | undefined
}

/** One line of text, or several with `rows`, by hand alone. */
export function TypedField(props: TextFieldProps) {
  const { label, hint, error, rows, type = 'text', onChange, ...control } = props
  const change = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value)
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => rows === undefined
        ? <input className="input" type={type} onChange={change} {...control} {...wiring} />
        : <textarea className="input" rows={rows} onChange={change} value={control.value} name={control.name} maxLength={control.maxLength} required={control.required} disabled={control.disabled} placeholder={control.placeholder} autoFocus={control.autoFocus} {...wiring} />}
    </Field>
  )
}
