import { isProblem, Problem } from '#client/problem.ts'
import { NOTE_PARTS } from '../../contract.ts'
import type { ChosenDiagnosis, Note, NoteSave, NoteSaved, NoteText } from '../../contract.ts'

export interface NoteContent extends NoteText {
  readonly diagnoses: readonly ChosenDiagnosis[]
}

export type DraftState =
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'typing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'unsaved'; readonly problem: Problem }
  | { readonly kind: 'conflict'; readonly theirs: Note }

export interface DraftKeeper {
  /** What is on the screen now; it is sent after a short pause. */
  change(content: NoteContent): void
  /** Sends what is not yet kept and answers with the revision the server holds; throws when it could not be kept. */
  flush(): Promise<number>
  /** After a conflict: write my text over the other page's. */
  keepMine(): void
  /** After a conflict: go on with the other page's text. */
  takeTheirs(): NoteContent
  stop(): void
}

export interface Keeping {
  readonly note: Note
  readonly send: (save: NoteSave) => Promise<NoteSaved>
  readonly read: () => Promise<Note>
  readonly onState: (state: DraftState) => void
  readonly pauseMs?: number
  readonly retryMs?: number
}

export function contentOf(note: Note): NoteContent {
  const { complaint, history, examination, assessment, plan, advice } = note
  return { complaint, history, examination, assessment, plan, advice, diagnoses: note.diagnoses.map(({ code, name }) => ({ code, name })) }
}

export function isSame(a: NoteContent, b: NoteContent): boolean {
  const diagnoses = (content: NoteContent) => content.diagnoses.map(({ code, name }) => `${code} ${name}`).join('\n')
  return NOTE_PARTS.every((part) => a[part] === b[part]) && diagnoses(a) === diagnoses(b)
}

/**
 * Keeps a draft on the server while it is typed: one save at a time, each over the revision the last one made.
 * A save whose answer was lost is recognised when the server turns out to hold it; somebody else's text never is.
 */
export function keepDraft({ note, send, read, onState, pauseMs = 1200, retryMs = 5000 }: Keeping): DraftKeeper {
  let kept = contentOf(note)
  let wanted = kept
  let revision = note.revision
  let savedAt = note.savedAt
  let uncertain: NoteContent | undefined
  let theirs: Note | undefined
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function sendOnce(): Promise<void> {
    const attempt = wanted
    onState({ kind: 'saving' })
    try {
      const saved = await send({ ...attempt, diagnoses: [...attempt.diagnoses], revision })
      ;[revision, savedAt, kept, uncertain] = [saved.revision, saved.savedAt, attempt, undefined]
    } catch (error) {
      if (!isProblem(error)) throw error
      if (error.code !== 'consulting.note-changed') {
        uncertain = attempt
        throw error
      }
      await compareWithServer(attempt)
    }
  }

  async function compareWithServer(attempt: NoteContent): Promise<void> {
    const held = await read()
    const content = contentOf(held)
    const isMine = isSame(content, attempt) || (uncertain !== undefined && isSame(content, uncertain))
    if (isMine) [revision, savedAt, kept, uncertain] = [held.revision, held.savedAt, content, undefined]
    else theirs = held
  }

  async function run(): Promise<void> {
    try {
      while (!theirs && !isSame(wanted, kept)) await sendOnce()
      onState(theirs ? { kind: 'conflict', theirs } : { kind: 'saved', at: savedAt })
    } catch (error) {
      const problem = isProblem(error) ? error : new Problem({ status: 0, code: 'client.unreadable', title: '' })
      onState({ kind: 'unsaved', problem })
      if (problem.status === 0 || problem.status >= 500) timer = setTimeout(start, retryMs)
    }
  }

  function start(): Promise<void> {
    clearTimeout(timer)
    running ??= run().finally(() => { running = undefined })
    return running
  }

  return {
    change(content) {
      wanted = content
      if (theirs) return
      clearTimeout(timer)
      if (!running) onState({ kind: 'typing' })
      timer = setTimeout(() => void start(), pauseMs)
    },
    async flush() {
      while (!theirs && !isSame(wanted, kept)) {
        const before = kept
        await start()
        if (kept === before && !theirs) break
      }
      if (theirs || !isSame(wanted, kept)) throw new Problem({ status: 409, code: 'consulting.note-changed', title: '' })
      return revision
    },
    keepMine() {
      if (!theirs) return
      ;[revision, kept, theirs] = [theirs.revision, contentOf(theirs), undefined]
      void start()
    },
    takeTheirs() {
      if (theirs) [revision, savedAt, kept, theirs] = [theirs.revision, theirs.savedAt, contentOf(theirs), undefined]
      wanted = kept
      onState({ kind: 'saved', at: savedAt })
      return kept
    },
    stop() {
      clearTimeout(timer)
      if (!theirs && !isSame(wanted, kept)) void start()
    },
  }
}
