import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, Button } from './button.tsx'
import { Anchor, useChrome } from './chrome.tsx'
import { Icon, Mark } from './icon.tsx'
import { ReadAloud, ReadingControls } from './read-aloud.tsx'

/** Says the page's name to the tab and to screen readers, and puts focus on its heading after each navigation. */
export function usePageTitle(title: string) {
  const { product, pageKey } = useChrome()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { document.title = product && title !== product ? `${title} · ${product}` : title }, [title, product])
  // The first page keeps the browser's own start; only moves inside the app need telling.
  useEffect(() => { if (pageKey !== '' && !document.querySelector('dialog[open]')) heading.current?.focus({ preventScroll: true }) }, [pageKey])
  return heading
}

export type PageProps = {
  title: string
  /** Said instead of the title in the heading, when it holds more than words. */
  heading?: ReactNode
  /** Where "back" leads when there is no page behind: pages without it are the four tabs. */
  back?: string | undefined
  /** The act that ends the page, in the fixed bar at the bottom. */
  action?: ReactNode
  /** One control between the title and help, such as whose care this is. */
  beside?: ReactNode
  children: ReactNode
}

/** A patient's page: top bar with help always at the right, content, and either the tabs or the ending act. */
export function Page({ title, heading, back, action, beside, children }: PageProps) {
  const { t } = useTranslation('ui')
  const chrome = useChrome()
  const titleRef = usePageTitle(title)
  const tabs = back === undefined && !chrome.elder.on && chrome.tabs.length > 0
  const help = chrome.elder.on
  const shape = ['phone', (tabs || (help && action === undefined)) && 'phone--bar', action !== undefined && 'phone--action', help && action !== undefined && 'phone--bar'].filter(Boolean).join(' ')
  return (
    <div className={shape}>
      <a className="skip" href="#main">{t('skip')}</a>
      <header className={back === undefined ? 'top' : 'top top--back'}>
        {back === undefined ? !help && beside === undefined && <Mark /> : <IconButton icon="left" label={t('back')} onPress={() => chrome.back(back)} />}
        <h1 ref={titleRef} tabIndex={-1}>{heading ?? title}</h1>
        {beside !== undefined && <span className="top__beside">{beside}</span>}
        {help ? <span className="top__aids"><ReadAloud /><button type="button" className="pill" aria-label={t('sizes-label')} onClick={chrome.elder.openSizes}>{t('sizes')}</button></span> : <TopPills />}
        <ReadingControls />
      </header>
      <main className="main" id="main" tabIndex={-1}>{chrome.notice}{children}</main>
      {action !== undefined && <ActionBar>{action}{help && <ElderHelp />}</ActionBar>}
      {action === undefined && help && <section className="help" aria-label={t('help')}><ElderHelp /></section>}
      {action === undefined && tabs && <TabBar />}
    </div>
  )
}

function TopPills() {
  const { t } = useTranslation('ui')
  const chrome = useChrome()
  return (
    <>
      <button type="button" className="pill" onClick={chrome.elder.toggle}>{t('elder')}</button>
      <button type="button" className="pill" onClick={chrome.help}><Icon name="help" />{t('help')}</button>
    </>
  )
}

/** The way to a person, at the same place on every elder page. */
function ElderHelp() {
  const { t } = useTranslation('ui')
  const { help, elder, tabs } = useChrome()
  const atHome = tabs[0]?.current === true
  return (
    <div className="help__in">
      {elder.familyPhone
        ? <Button icon="phone" href={`tel:${elder.familyPhone}`}>{t('call-family')}</Button>
        : atHome ? <Button icon="phone" onPress={elder.openSizes}>{t('call-family')}</Button> : <Button icon="home" href="/">{t('home')}</Button>}
      <Button kind="danger-line" icon="hand" onPress={help}>{t('call-help')}</Button>
    </div>
  )
}

export function ActionBar({ children, label }: { children: ReactNode; label?: string | undefined }) {
  const { t } = useTranslation('ui')
  return <section className="action" aria-label={label ?? t('next-act')}><div className="action__in">{children}</div></section>
}

export function TabBar() {
  const { t } = useTranslation('ui')
  const { tabs } = useChrome()
  return (
    <nav className="tabbar" aria-label={t('main-nav')}>
      <ul>{tabs.map((tab) => <li key={tab.href}><Anchor href={tab.href} aria-current={tab.current ? 'page' : undefined}><Icon name={tab.icon} /><span>{tab.label}</span></Anchor></li>)}</ul>
    </nav>
  )
}
