import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMinute } from './board.tsx'
import { Button } from './button.tsx'
import { Anchor, useChrome } from './chrome.tsx'
import type { KioskHelp } from './chrome.tsx'
import { formatTime } from './format.ts'
import { Icon, Mark } from './icon.tsx'
import type { IconName } from './icon.tsx'

/**
 * A kiosk page, 1080 by 1920: greeting above, everything to touch below, the way to a person always bottom right. `now` is
 * the server's time where the page knows it; where it does not, `isOwnClock` says whose time is shown.
 */
export function Kiosk(props: { place: ReactNode; machine: ReactNode; title: string; lead?: ReactNode; note?: ReactNode; help?: KioskHelp | undefined; now?: number; isOwnClock?: boolean | undefined; children: ReactNode }) {
  const own = useMinute()
  const now = props.now ?? own
  const { kiosk } = useChrome()
  const { t } = useTranslation('ui')
  const help = props.help ?? kiosk
  useEffect(() => { document.title = props.title }, [props.title])
  return (
    <div className={help?.low ? 'kiosk kiosk--low' : 'kiosk'}>
      <header className="kiosk__head">
        <Mark size={60} /><p><b>{props.place}</b><span>{props.machine}</span></p>
        <time dateTime={new Date(now).toISOString()}>{formatTime(now)}{props.isOwnClock && <span>{t('kiosk.own-clock')}</span>}</time>{help && <Button onPress={help.onLanguage}>{help.language}</Button>}
      </header>
      <main id="main" tabIndex={-1}>
        <div className="kiosk__hello"><h1 tabIndex={-1}>{props.title}</h1>{props.lead !== undefined && <p>{props.lead}</p>}</div>
        <div className="kiosk__main">{props.children}</div>
      </main>
      <footer className="kiosk__foot">
        {help && <KioskHelpRow help={help} />}
        {props.note !== undefined && <p>{props.note}</p>}
      </footer>
    </div>
  )
}

function KioskHelpRow({ help }: { help: KioskHelp }) {
  const { t } = useTranslation('ui')
  return (
    <>
      <Button icon="access" onPress={help.onLow}>{help.low ? t('kiosk.high') : t('kiosk.low')}</Button>
      <Button icon="sound" onPress={help.onRead}>{t('kiosk.read')}</Button>
      <Button icon="plus" onPress={help.onLarger}>{t('kiosk.larger')}</Button>
      <Button className="btn--help" icon="hand" onPress={help.onHelp}>{t('call-help')}</Button>
    </>
  )
}

/** A door on the kiosk. Out of service: `closed` says where else to go. */
export function KioskTile(props: { icon: IconName; title: ReactNode; hint?: ReactNode; href?: string | undefined; onPress?: (() => void) | undefined; closed?: ReactNode }) {
  const inner = <><Icon name={props.icon} /><span><b>{props.title}</b><span>{props.closed ?? props.hint}</span></span></>
  if (props.closed !== undefined) return <div className="ktile" aria-disabled="true">{inner}</div>
  if (props.href !== undefined) return <Anchor className="ktile" href={props.href}>{inner}</Anchor>
  return <button type="button" className="ktile" onClick={props.onPress}>{inner}</button>
}

export function KioskTiles({ label, children }: { label: string; children: ReactNode }) {
  return <nav className="ktiles" aria-label={label}>{children}</nav>
}

/** The ways to say who one is, on the kiosk's solid block. */
export function KioskIdentify(props: { title: ReactNode; lead: ReactNode; ways: { key: string; icon: IconName; label: ReactNode; onPress: () => void }[] }) {
  return (
    <section className="card card--solid">
      <h2>{props.title}</h2><p className="muted">{props.lead}</p>
      <div className="kids">{props.ways.map((way) => <button key={way.key} type="button" onClick={way.onPress}><Icon name={way.icon} />{way.label}</button>)}</div>
    </section>
  )
}
