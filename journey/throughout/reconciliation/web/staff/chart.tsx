import { useEffect, useRef } from 'react'
import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { formatMoney } from '#ui/parts/format.ts'

echarts.use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export interface Series {
  readonly name: string
  readonly cents: readonly number[]
}

/** Bars of money, two series at most. The table beside it says the same, so a screen reader is told only what it is. */
export function MoneyChart({ label, names, series, low, lying }: { label: string; names: readonly string[]; series: readonly Series[]; low?: boolean; lying?: boolean }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const node = place.current
    if (!node) return
    const color = (name: string) => getComputedStyle(node).getPropertyValue(name).trim()
    const text = { color: color('--c-text-2'), fontSize: 12 }
    const category = { type: 'category' as const, data: lying ? [...names].reverse() : [...names], axisLabel: { ...text, width: lying ? 96 : 72, overflow: 'truncate' as const }, axisTick: { show: false } }
    const value = { type: 'value' as const, splitNumber: 3, axisLabel: { ...text, formatter: (yuan: number) => yuan.toLocaleString('en') }, splitLine: { lineStyle: { color: color('--c-line') } } }
    const chart = echarts.init(node, null, { renderer: 'svg' })
    chart.setOption({
      animation: false, textStyle: { fontFamily: 'inherit' }, grid: { left: lying ? 28 : 8, right: 24, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
      ...(series.length > 1 ? { legend: { top: 0, left: 0, itemGap: 20, textStyle: text } } : {}),
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (yuan: unknown) => (typeof yuan === 'number' ? formatMoney(Math.round(yuan * 100)) : '') },
      xAxis: lying ? value : category, yAxis: lying ? category : value,
      series: series.map((one, at) => ({
        type: 'bar', name: one.name, barMaxWidth: 28, data: (lying ? [...one.cents].reverse() : one.cents).map((cents) => cents / 100), itemStyle: { color: color(at === 0 ? '--c-series-1' : '--c-now-mark') },
      })),
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(node)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [names, series, lying])
  return <div ref={place} className={low ? 'reconciliation-chart reconciliation-chart--low' : 'reconciliation-chart'} role="img" aria-label={label} />
}
