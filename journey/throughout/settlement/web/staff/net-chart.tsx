import { useEffect, useRef } from 'react'
import { BarChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { Day } from '../../contract.ts'

echarts.use([BarChart, GridComponent, TooltipComponent, SVGRenderer])

/** Who pays and who is paid, the largest first. The matrix below says the same in figures. */
export function NetChart({ day }: { day: Day }) {
  const { t, i18n } = useTranslation('settlement')
  const format = useFormat()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const node = place.current
    if (!node) return
    const color = (name: string) => getComputedStyle(node).getPropertyValue(name).trim()
    const names = new Map(day.hospitals.map((one) => [one.institutionId, i18n.language === 'en' ? one.nameEn : one.shortName]))
    const rows = day.positions.filter((one) => one.netCents !== 0).toSorted((a, b) => b.netCents - a.netCents)
    const text = { color: color('--c-text-2'), fontSize: 12 }
    const chart = echarts.init(node, null, { renderer: 'svg' })
    chart.setOption({
      animation: false, textStyle: { fontFamily: 'inherit' }, grid: { left: 200, right: 24, top: 16, bottom: 28 },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: unknown) => (typeof value === 'number' ? `${t(value > 0 ? 'pays' : 'gets')} ${format.money(Math.abs(value) * 100)}` : '') },
      xAxis: { type: 'value', axisLabel: { ...text, formatter: (value: number) => value.toLocaleString('en') }, splitLine: { lineStyle: { color: color('--c-line') } } },
      yAxis: { type: 'category', inverse: true, data: rows.map((one) => names.get(one.institutionId) ?? String(one.institutionId)), axisLabel: { ...text, interval: 0, width: 180, overflow: 'truncate' }, axisTick: { show: false } },
      series: [{ type: 'bar', barMaxWidth: 18, data: rows.map((one) => ({ value: one.netCents / 100, itemStyle: { color: color(one.netCents > 0 ? '--c-now-mark' : '--c-brand-500') } })) }],
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(node)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [day, t, i18n.language, format])
  return (
    <figure className="settlement-figure">
      <figcaption className="small"><span className="settlement-key" data-way="pays">{t('chart-pays')}</span><span className="settlement-key" data-way="gets">{t('chart-gets')}</span></figcaption>
      <div ref={place} className="settlement-chart" style={{ height: 56 + 26 * day.positions.filter((one) => one.netCents !== 0).length }} role="img" aria-label={t('chart')} />
    </figure>
  )
}
