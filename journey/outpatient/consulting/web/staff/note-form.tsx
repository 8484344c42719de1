import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NOTE_PARTS } from '../../contract.ts'
import type { Note, NotePart } from '../../contract.ts'
import { IconButton, Tag, useFormat } from '#ui/index.ts'
import { DiagnosisField } from './diagnosis-field.tsx'
import type { NoteContent } from './draft-keeper.ts'
import { useFocusFirst } from './use-focus-first.ts'

/** The note while it is written: six parts, Tab from one to the next, the diagnoses inside the assessment. */
export function NoteForm({ content, onChange }: { content: NoteContent; onChange: (content: NoteContent) => void }) {
  const place = useFocusFirst<HTMLDivElement>()
  return (
    <div className="consulting-note" ref={place}>
      {NOTE_PARTS.map((part) => (
        <NotePartField key={part} part={part} value={content[part]} onChange={(text) => onChange({ ...content, [part]: text })}>
          {part === 'assessment' && <Diagnoses content={content} onChange={onChange} />}
        </NotePartField>
      ))}
    </div>
  )
}

function NotePartField(props: { part: NotePart; value: string; onChange: (text: string) => void; children: React.ReactNode }) {
  const { t } = useTranslation('consulting')
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{t(`note.${props.part}`)}</label>
      <div className="consulting-note__part">
        {props.children}
        <textarea
          id={id} rows={1} maxLength={4000} value={props.value} placeholder={t(`note.${props.part}-placeholder`)}
          aria-describedby={props.part === 'advice' ? `${id}-hint` : undefined} onChange={(event) => props.onChange(event.target.value)}
        />
        {props.part === 'advice' && <p className="caption muted" id={`${id}-hint`}>{t('note.advice-hint')}</p>}
      </div>
    </>
  )
}

function Diagnoses({ content, onChange }: { content: NoteContent; onChange: (content: NoteContent) => void }) {
  const { t } = useTranslation('consulting')
  const { diagnoses } = content
  const place = useRef<HTMLDivElement>(null)
  const set = (next: NoteContent['diagnoses']) => onChange({ ...content, diagnoses: next })
  // The button that was pressed goes with its line: the keyboard stays where the next diagnosis is typed.
  const remove = (gone: NoteContent['diagnoses'][number]) => {
    set(diagnoses.filter((other) => other !== gone))
    place.current?.querySelector('input')?.focus()
  }
  return (
    <div ref={place}>
      <ol className="consulting-diagnoses">
        {diagnoses.map((diagnosis, at) => (
          <li key={`${diagnosis.code} ${diagnosis.name}`}>
            <b>{at + 1}</b>
            <span className="grow">{diagnosis.name} <span className="caption muted">{diagnosis.code}</span>{at === 0 && <> <Tag tone="brand">{t('note.main')}</Tag></>}</span>
            {at > 0 && <IconButton icon="arrow" className="consulting-up" label={t('note.make-main', { name: diagnosis.name })} onPress={() => set([diagnosis, ...diagnoses.filter((other) => other !== diagnosis)])} />}
            <IconButton icon="x" label={t('note.remove-diagnosis', { name: diagnosis.name })} onPress={() => remove(diagnosis)} />
          </li>
        ))}
      </ol>
      <DiagnosisField taken={diagnoses} onPick={(diagnosis) => set([...diagnoses, diagnosis])} />
    </div>
  )
}

/** The note once it is signed: to read, part by part. */
export function SignedNote({ note }: { note: Note }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  return (
    <div className="consulting-note">
      {NOTE_PARTS.map((part) => (
        <div className="consulting-note__row" key={part}>
          <h3>{t(`note.${part}`)}</h3>
          <div className="consulting-note__part">
            {part === 'assessment' && note.diagnoses.length > 0 && (
              <ol className="consulting-diagnoses">
                {note.diagnoses.map((diagnosis, at) => <li key={`${diagnosis.code} ${diagnosis.name}`}><b>{at + 1}</b><span className="grow">{diagnosis.name} <span className="caption muted">{diagnosis.code}</span></span></li>)}
              </ol>
            )}
            <p className={note[part] ? 'consulting-note__text' : 'muted'}>{note[part] || (part === 'assessment' && note.diagnoses.length > 0 ? '' : t('note.empty-part'))}</p>
          </div>
        </div>
      ))}
      <p className="caption muted consulting-note__sign">{note.signedAt !== null && t('note.signed', { name: note.signedByName, when: format.dayTime(note.signedAt) })}</p>
    </div>
  )
}
