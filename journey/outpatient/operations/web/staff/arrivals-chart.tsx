import { useEffect, useRef } from 'react'
import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useTranslation } from 'react-i18next'
import type { OperationsNow } from '../../contract.ts'

echarts.use([LineChart, GridComponent, TooltipComponent, SVGRenderer])

/** Who came beside the band of what was expected. The table of the day says the same in numbers. */
export function ArrivalsChart({ byHour, label }: { byHour: OperationsNow['arrivals']['byHour']; label: string }) {
  const { t } = useTranslation('operations')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const node = place.current
    if (!node) return
    const color = (name: string) => getComputedStyle(node).getPropertyValue(name).trim()
    const text = { color: color('--c-text-2'), fontSize: 12 }
    const chart = echarts.init(node, null, { renderer: 'svg' })
    const invisible = { type: 'line' as const, stack: 'band', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } }
    const lastAt = byHour.findLastIndex((one) => one.came !== null)
    chart.setOption({
      animation: false, textStyle: { fontFamily: 'inherit' }, grid: { left: 4, right: 10, top: 14, bottom: 4, containLabel: true }, tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', boundaryGap: false, data: byHour.map((one) => `${one.hour}:00`), axisLabel: { ...text, interval: 1 }, axisTick: { show: false } },
      yAxis: { type: 'value', splitNumber: 3, axisLabel: text, splitLine: { lineStyle: { color: color('--c-line') } } },
      series: [
        { ...invisible, name: 'low', data: byHour.map((one) => one.low) },
        { ...invisible, name: 'band', data: byHour.map((one) => (one.high === null || one.low === null ? null : one.high - one.low)), areaStyle: { color: color('--c-brand-600'), opacity: 0.14 } },
        { type: 'line', name: t('chart.expected'), data: byHour.map((one) => one.expected), symbol: 'none', lineStyle: { type: 'dotted', width: 2, color: color('--c-brand-600') }, itemStyle: { color: color('--c-brand-600') } },
        // The hour that runs is not over: its point is marked.
        { type: 'line', name: t('chart.came'), data: byHour.map((one, at) => ({ value: one.came, symbolSize: at === lastAt ? 11 : 5, itemStyle: { color: color(at === lastAt ? '--c-now-mark' : '--c-brand-600') } })), symbol: 'circle', lineStyle: { width: 2.5, color: color('--c-brand-600') } },
      ],
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(node)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [byHour, t])
  return <div ref={place} className="op-chart" role="img" aria-label={label} />
}
