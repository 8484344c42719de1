import type { ReactNode } from 'react'
import { Board, RoomBand } from '#ui/index.ts'
import type { Language } from '#ui/index.ts'
import type { BoardView, EmergencyNotice } from '../../contract.ts'
import { FitScreen } from './fit-screen.tsx'
import { fitBoard } from './fit.ts'
import { howOld } from './age.ts'
import { Room } from './room.tsx'
import { arrangeRooms, brightRoom } from './room-order.ts'
import { usePageTurn } from './use-page-turn.ts'
import { useWords, type Words } from './words.ts'
import './board.css'

export interface Face {
  readonly view: BoardView
  readonly now: number
  readonly language: Language
  readonly screen: { readonly width: number; readonly height: number }
  /** Milliseconds since anything was heard; null: it is from this moment. */
  readonly age: number | null
  /** The room the hall hears of just now. */
  readonly spoken: number | null
  readonly voice: ReactNode
  /** Beside the editor: a picture of the board, not the board. */
  readonly isPreview?: boolean
}

interface Said {
  readonly text: string
  readonly isTold: boolean
}

/** A board, drawn for a screen of any size. Only the call is bright; what is old grows quieter and says so. */
export function BoardFace({ view, now, language, screen, age, spoken, voice, isPreview = false }: Face) {
  const { layout, points } = view
  const words = useWords(language)
  const { t } = words
  const emergency = emergencyIn(view, now)
  const announced = isValid(layout, now) ? (language === 'en' && layout.messageEn) || layout.message : ''
  const numbers = sayNewNumbers(view, now, words, screen.width < screen.height ? 2 : 3)
  // In an emergency nothing else is said; else what papers have become stands above what the house announces.
  const messages: readonly Said[] = emergency ? [{ text: sayEmergency(emergency, words), isTold: true }] : [{ text: numbers, isTold: true }, { text: announced, isTold: false }].filter(({ text }) => text !== '')
  const fit = fitBoard(screen, { rooms: points.length, columns: layout.columns, typeSize: layout.typeSize, messages: messages.length })
  const old = age === null ? null : howOld(age)
  const bright = old && old.quiet > 0 ? null : brightRoom(points, now, spoken)
  const { bright: called, pages } = arrangeRooms(points, bright, fit.perPage, layout.rooms.length > 0)
  const page = usePageTurn(pages.length, called ? `${called.pointId}-${called.calledAt}` : '')
  // On a small screen a call has it to itself.
  const rooms = called && fit.perPage.calling === 0 ? [] : (pages[page] ?? [])
  const count = pages.length > 1 ? <span className="boards-count">{t('board.page', { page: page + 1, pages: pages.length })}</span> : null
  const place = words.of({ name: view.institutionName, nameEn: view.institutionNameEn })
  const foot = old ? <b className="boards-age" role="status">{t('board.age', { age: old.seconds < 60 ? t('board.seconds', { count: old.seconds }) : words.minutes(Math.floor(old.seconds / 60)) })}</b> : t('board.foot')
  return (
    <FitScreen fit={fit} theme={layout.theme}>
      <div className="boards-whole" data-quiet={old?.quiet ?? 0} lang={language}>
        <Board title={words.of(layout)} zone={<>{count ?? place}</>} now={now} language={language} foot={foot} voice={voice} isPreview={isPreview} calling={called !== null} rooms={rooms.length + (called ? 1 : 0)}>
          {points.length === 0 && <RoomBand room="—" doctor="" state="closed" message={t('board.nobody')} detail={t('board.nobody-note')} />}
          {called && <Room point={called} isBright words={words} />}
          {rooms.map((point) => <Room key={point.pointId} point={point} isBright={false} words={words} />)}
          {messages.map(({ text, isTold }) => <p key={String(isTold)} className={isTold ? 'boards-message boards-message--told' : 'boards-message'} role={emergency ? 'status' : 'note'}>{text}</p>)}
        </Board>
      </div>
    </FitScreen>
  )
}

/** The newest of what those who wait are told, while it is told. */
function emergencyIn({ emergencies }: BoardView, now: number): EmergencyNotice | undefined {
  return emergencies.filter(({ at, until }) => Date.parse(at) <= now + 60_000 && now < Date.parse(until)).toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0]
}

/** One calm sentence: somebody goes first, every place is kept, and by how much the wait moved. */
function sayEmergency({ count, queueName, queueNameEn, longerFrom, longerTo }: EmergencyNotice, words: Words): string {
  const queue = words.of({ name: queueName, nameEn: queueNameEn })
  return longerFrom === null || longerTo === null || longerTo === 0 ? words.t('board.emergency-plain', { queue, count }) : words.t('board.emergency', { queue, count, range: words.range(longerFrom, longerTo) })
}

const TURN_MS = 6_000

/** Papers of machines that were alone, and what they have become: some at a time, so that everybody finds theirs within seconds. */
function sayNewNumbers({ newNumbers }: BoardView, now: number, { t }: Words, atOnce: number): string {
  const shown = (newNumbers ?? []).filter(({ until }) => now < Date.parse(until))
  if (shown.length === 0) return ''
  const page = Math.floor(now / TURN_MS) % Math.ceil(shown.length / atOnce)
  return t('board.new-numbers', { numbers: shown.slice(page * atOnce, (page + 1) * atOnce).map(({ paper, label }) => `${paper} → ${label}`).join('\u3000') })
}

function isValid({ message, messageFrom, messageUntil }: BoardView['layout'], now: number): boolean {
  return message !== '' && (messageFrom === null || Date.parse(messageFrom) <= now) && (messageUntil === null || now < Date.parse(messageUntil))
}
