import { useId } from 'react'

export interface FileChoiceProps {
  readonly label: string
  /** What a screen reader hears where the words on the button do not say what the file is. */
  readonly description?: string | undefined
  /** Endings, as the browser's own `accept` has them: `.xlsx,.csv`. */
  readonly accept: string
  readonly multiple?: boolean
  readonly small?: boolean
  readonly disabled?: boolean
  /** What is chosen now. */
  readonly names?: readonly (string | undefined)[]
  /** At least one. */
  readonly onChoose: (files: [File, ...File[]]) => void
}

/** Files from this computer. The same file, corrected, can be chosen again. */
export function FileChoice({ label, description, accept, multiple = false, small = false, disabled = false, names = [], onChoose }: FileChoiceProps) {
  const id = useId()
  const shown = names.filter((name) => name !== undefined)
  return (
    <div className="file-choice">
      <input
        id={id} className="sr" type="file" accept={accept} multiple={multiple} disabled={disabled} aria-label={description}
        onChange={(event) => {
          const [first, ...others] = event.target.files ?? []
          event.target.value = ''
          if (first) onChoose([first, ...others])
        }}
      />
      <label htmlFor={id} className={`btn btn--soft${small ? ' btn--small' : ''}`} aria-disabled={disabled}>{label}</label>
      {shown.length > 0 && <p className="small muted">{shown.join(', ')}</p>}
    </div>
  )
}

/** A file's bytes as base64, the way the server takes them. */
export function readAsBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result.replace(/^data:[^,]*,/, '') : ''))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')))
    reader.readAsDataURL(file)
  })
}
