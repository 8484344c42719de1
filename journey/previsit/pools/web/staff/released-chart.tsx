import { useEffect, useRef } from 'react'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useTranslation } from 'react-i18next'
import type { ReleaseFigures } from '../../contract.ts'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

/** The share by month, expert and general, with the target as a line. The table below says the same. */
export function ReleasedChart({ figures }: { figures: ReleaseFigures }) {
  const { t } = useTranslation('pools')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const node = place.current
    if (!node) return
    const color = (name: string) => getComputedStyle(node).getPropertyValue(name).trim()
    const chart = echarts.init(node, null, { renderer: 'svg' })
    const months = [...new Set(figures.rows.map((row) => row.month))]
    const values = (group: string) => months.map((month) => {
      const share = figures.rows.find((row) => row.month === month && row.group === group)?.share
      return share === null || share === undefined ? null : Math.round(share * 1000) / 10
    })
    const text = { color: color('--c-text-2'), fontSize: 13 }
    chart.setOption({
      animation: false, textStyle: { fontFamily: 'inherit' }, grid: { left: 48, right: 16, top: 40, bottom: 32 }, legend: { top: 0, itemGap: 24, textStyle: text }, tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => (typeof value === 'number' ? `${value} %` : '—') },
      xAxis: { type: 'category', data: months, axisLabel: text }, yAxis: { type: 'value', min: 0, axisLabel: { ...text, formatter: '{value} %' }, splitLine: { lineStyle: { color: color('--c-line') } } },
      series: [
        { type: 'bar', name: t('group.expert'), data: values('expert'), barMaxWidth: 36, itemStyle: { color: color('--c-series-1') } },
        { type: 'bar', name: t('group.general'), data: values('general'), barMaxWidth: 36, itemStyle: { color: color('--c-series-2') } },
        { type: 'line', name: t('released.target', { target: figures.target.expertPercent }), data: months.map(() => figures.target.expertPercent), symbol: 'none', lineStyle: { type: 'dashed', color: color('--c-danger') }, itemStyle: { color: color('--c-danger') } },
      ],
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(node)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [figures, t])
  return <div ref={place} className="released-chart" role="img" aria-label={t('released.chart')} />
}
