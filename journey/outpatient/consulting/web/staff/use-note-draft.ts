import { useEffect, useRef, useState } from 'react'
import type { Desk } from '../../contract.ts'
import { contentOf, keepDraft } from './draft-keeper.ts'
import type { DraftKeeper, DraftState, NoteContent } from './draft-keeper.ts'
import { readNote, saveNote } from './visit-data.ts'

export interface NoteDraft {
  readonly content: NoteContent
  readonly state: DraftState
  readonly change: (content: NoteContent) => void
  readonly flush: () => Promise<number>
  readonly keepMine: () => void
  readonly takeTheirs: () => void
}

/** The note as it is being written in this page. Mount the page anew for another visit or version. */
export function useNoteDraft({ visit: { visitId }, note }: Desk): NoteDraft {
  const [content, setContent] = useState<NoteContent>(() => contentOf(note))
  const [state, setState] = useState<DraftState>({ kind: 'saved', at: note.savedAt })
  const keeper = useRef<DraftKeeper>(undefined)
  // What the draft began from; later readings of the visit must not replace what is being typed.
  const began = useRef(note)

  useEffect(() => {
    const made = keepDraft({ note: began.current, send: (save) => saveNote(visitId, save), read: () => readNote(visitId), onState: setState })
    keeper.current = made
    return () => made.stop()
  }, [visitId])

  const isLeft = state.kind !== 'saved'
  useEffect(() => {
    if (!isLeft) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isLeft])

  return {
    content,
    state,
    change: (next) => {
      setContent(next)
      keeper.current?.change(next)
    },
    flush: () => keeper.current?.flush() ?? Promise.resolve(note.revision),
    keepMine: () => keeper.current?.keepMine(),
    takeTheirs: () => {
      const theirs = keeper.current?.takeTheirs()
      if (theirs) setContent(theirs)
    },
  }
}
