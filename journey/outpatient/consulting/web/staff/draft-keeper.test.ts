import { describe, expect, test } from 'vitest'
import { Problem } from '#client/problem.ts'
import type { Note, NoteSave, NoteSaved } from '../../contract.ts'
import { contentOf, keepDraft, type DraftState } from './draft-keeper.ts'

const at = '2026-03-17T02:00:00.000Z'
const empty: Note = {
  version: 1, revision: 0, state: 'draft', reason: null, complaint: '', history: '', examination: '', assessment: '', plan: '', advice: '',
  diagnoses: [], savedAt: at, signedAt: null, signedByName: null, signedByNameEn: null,
}

/** The server as this page meets it: it keeps one note, guards the revision, and can lose an answer or be out of reach. */
function aServer(trouble: { answersLost?: number; unreachable?: number } = {}) {
  const server = { note: { ...empty }, saves: 0 }
  async function send(save: NoteSave): Promise<NoteSaved> {
    if ((trouble.unreachable ?? 0) > 0) {
      trouble.unreachable = trouble.unreachable! - 1
      throw new Problem({ status: 0, code: 'client.offline', title: '' })
    }
    if (save.revision !== server.note.revision) throw new Problem({ status: 409, code: 'consulting.note-changed', title: '' })
    server.note = { ...server.note, ...save, revision: save.revision + 1, diagnoses: save.diagnoses.map((d, i) => ({ ...d, nameEn: '', edition: 'e', main: i === 0 })) }
    server.saves += 1
    if ((trouble.answersLost ?? 0) > 0) {
      trouble.answersLost = trouble.answersLost! - 1
      throw new Problem({ status: 0, code: 'client.offline', title: '' })
    }
    return { version: 1, revision: server.note.revision, savedAt: at }
  }
  return { server, send, read: async () => server.note }
}

function aKeeper(world: ReturnType<typeof aServer>) {
  const states: DraftState[] = []
  const keeper = keepDraft({ note: empty, send: world.send, read: world.read, onState: (state) => states.push(state), pauseMs: 1, retryMs: 5 })
  const last = () => states.at(-1)?.kind
  return { keeper, states, last }
}

const typed = (complaint: string) => ({ ...contentOf(empty), complaint })
const settled = () => new Promise((resolve) => setTimeout(resolve, 40))

describe('O5: the draft of a note keeps itself', () => {
  test('what was typed is saved after a pause, without a button', async () => {
    const world = aServer()
    const { keeper, last } = aKeeper(world)
    keeper.change(typed('咳'))
    keeper.change(typed('咳嗽三天'))
    await settled()
    expect(world.server.note.complaint).toBe('咳嗽三天')
    expect(last()).toBe('saved')
  })

  test('a save whose answer was lost is recognised as our own, even when more was typed since', async () => {
    const world = aServer({ answersLost: 1 })
    const { keeper, last } = aKeeper(world)
    keeper.change(typed('咳嗽'))
    await settled()
    keeper.change(typed('咳嗽，有痰'))
    await settled()
    expect(world.server.note.complaint).toBe('咳嗽，有痰')
    expect(last()).toBe('saved')
  })

  test('out of reach is said, and tried again by itself', async () => {
    const world = aServer({ unreachable: 2 })
    const { keeper, states, last } = aKeeper(world)
    keeper.change(typed('发热'))
    await settled()
    expect(states.some((state) => state.kind === 'unsaved')).toBe(true)
    expect(last()).toBe('saved')
    expect(world.server.note.complaint).toBe('发热')
  })

  test('text that another page saved is shown, never overwritten unseen; both ways out keep what was chosen', async () => {
    const world = aServer()
    const { keeper, last } = aKeeper(world)
    await world.send({ ...contentOf(empty), complaint: '别处写的', diagnoses: [], revision: 0 })
    keeper.change(typed('这里写的'))
    await settled()
    expect(last()).toBe('conflict')
    expect(world.server.note.complaint).toBe('别处写的')
    await expect(keeper.flush()).rejects.toMatchObject({ code: 'consulting.note-changed' })

    keeper.keepMine()
    await settled()
    expect(world.server.note.complaint).toBe('这里写的')

    await world.send({ ...contentOf(empty), complaint: '又在别处', diagnoses: [], revision: world.server.note.revision })
    keeper.change(typed('这里再写'))
    await settled()
    expect(keeper.takeTheirs().complaint).toBe('又在别处')
    expect(await keeper.flush()).toBe(world.server.note.revision)
  })

  test('finishing waits for the last words', async () => {
    const world = aServer()
    const { keeper } = aKeeper(world)
    keeper.change(typed('最后一句'))
    expect(await keeper.flush()).toBe(1)
    expect(world.server.note.complaint).toBe('最后一句')
  })
})
