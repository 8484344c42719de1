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

interface Kept {
  readonly content: NoteContent
  readonly revision: number
  readonly savedAt: string
}

const keptFrom = (note: Note): Kept => ({ content: contentOf(note), revision: note.revision, savedAt: note.savedAt })

/**
 * One save over what the server is known to hold. Answers with what it holds now, or with somebody else's text.
 * A refused save may be our own whose answer was lost: then the server holds what was tried now, or `uncertain` before.
 */
async function saveOver(kept: Kept, attempt: NoteContent, uncertain: NoteContent | undefined, { send, read }: Keeping): Promise<Kept | { theirs: Note }> {
  try {
    const { revision, savedAt } = await send({ ...attempt, diagnoses: [...attempt.diagnoses], revision: kept.revision })
    return { content: attempt, revision, savedAt }
  } catch (error) {
    if (!isProblem(error, 'consulting.note-changed')) throw error
    const held = await read()
    const isOurs = [attempt, uncertain].some((ours) => ours && isSame(ours, contentOf(held)))
    return isOurs ? keptFrom(held) : { theirs: held }
  }
}

interface Progress {
  /** What the server is known to hold. */
  kept: Kept
  /** What is on the screen. */
  wanted: NoteContent
  /** Sent, and the answer never came. */
  uncertain?: NoteContent | undefined
  theirs?: Note | undefined
}

const isLeft = ({ theirs, wanted, kept }: Progress) => !theirs && !isSame(wanted, kept.content)
const isOutOfReach = (problem: Problem) => problem.status === 0 || problem.status >= 500

async function saveOnce(progress: Progress, keeping: Keeping): Promise<void> {
  const attempt = progress.wanted
  keeping.onState({ kind: 'saving' })
  try {
    const outcome = await saveOver(progress.kept, attempt, progress.uncertain, keeping)
    progress.uncertain = undefined
    if ('theirs' in outcome) progress.theirs = outcome.theirs
    else progress.kept = outcome
  } catch (error) {
    progress.uncertain = attempt
    throw error
  }
}

/** Saves until nothing is left or something stands in the way; true when trying again later can help. */
async function saveAll(progress: Progress, keeping: Keeping): Promise<boolean> {
  try {
    while (isLeft(progress)) await saveOnce(progress, keeping)
    const { theirs, kept } = progress
    keeping.onState(theirs ? { kind: 'conflict', theirs } : { kind: 'saved', at: kept.savedAt })
    return false
  } catch (error) {
    if (!isProblem(error)) throw error
    keeping.onState({ kind: 'unsaved', problem: error })
    return isOutOfReach(error)
  }
}

/**
 * Keeps a draft on the server while it is typed: one save at a time, each over the revision the last one made.
 * Out of reach is tried again by itself; a text that another page saved is shown, never overwritten unseen.
 */
export function keepDraft(keeping: Keeping): DraftKeeper {
  const { note, onState, pauseMs = 1200, retryMs = 5000 } = keeping
  const progress: Progress = { kept: keptFrom(note), wanted: contentOf(note) }
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void start(), milliseconds)
  }

  async function run(): Promise<void> {
    if (await saveAll(progress, keeping)) later(retryMs)
  }

  function start(): Promise<void> {
    clearTimeout(timer)
    running ??= run().finally(() => { running = undefined })
    return running
  }

  function settle(content: NoteContent): NoteContent {
    if (!progress.theirs) return progress.wanted
    Object.assign(progress, { kept: keptFrom(progress.theirs), theirs: undefined, wanted: content })
    void start()
    return content
  }

  return {
    change(content) {
      progress.wanted = content
      if (progress.theirs) return
      if (!running) onState({ kind: 'typing' })
      later(pauseMs)
    },
    async flush() {
      await running
      if (isLeft(progress)) await start()
      if (progress.theirs || isLeft(progress)) throw new Problem({ status: 409, code: 'consulting.note-changed', title: '' })
      return progress.kept.revision
    },
    keepMine: () => { settle(progress.wanted) },
    takeTheirs: () => settle(progress.theirs ? contentOf(progress.theirs) : progress.wanted),
    stop() {
      clearTimeout(timer)
      if (isLeft(progress)) void start()
    },
  }
}
