import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card, Mark, usePageTitle } from '#ui/index.ts'
import './entrance.css'

/** Before the desk: one card in the middle of calm paper. */
export function Entrance({ title, lead, children }: { title: string; lead?: string | undefined; children: ReactNode }) {
  const { t } = useTranslation('access')
  const heading = usePageTitle(title)
  return (
    <main className="access-entrance" id="main">
      <div className="access-entrance__mark"><Mark size={40} /><span>{t('product')}</span></div>
      <Card>
        <div className="stack">
          <h1 className="access-entrance__title" ref={heading} tabIndex={-1}>{title}</h1>
          {lead !== undefined && <p className="muted">{lead}</p>}
          {children}
        </div>
      </Card>
    </main>
  )
}
