import { useEffect, useRef } from 'react'
import { BarChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useTranslation } from 'react-i18next'

echarts.use([BarChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

export interface ShareOf {
  readonly name: string
  readonly percent: number
}

const GOAL = 80

/** How many of those told were called inside the range, beside the goal. The table says the same in figures. */
export function WaitsChart({ shares, label }: { shares: readonly ShareOf[]; label: string }) {
  const { t } = useTranslation('arrival')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const node = place.current
    if (!node) return
    const color = (name: string) => getComputedStyle(node).getPropertyValue(name).trim()
    const text = { color: color('--c-text-2'), fontSize: 12 }
    const chart = echarts.init(node, null, { renderer: 'svg' })
    chart.setOption({
      animation: false, textStyle: { fontFamily: 'inherit' }, grid: { left: 20, right: 40, top: 24, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: unknown) => t('waits.share', { percent: value }) },
      xAxis: { type: 'value', min: 0, max: 100, axisLabel: { ...text, formatter: '{value}%' }, splitLine: { lineStyle: { color: color('--c-line') } } },
      yAxis: { type: 'category', inverse: true, data: shares.map((one) => one.name), axisLabel: { ...text, interval: 0, width: 160, overflow: 'truncate' }, axisTick: { show: false } },
      series: [{
        type: 'bar', barMaxWidth: 16, itemStyle: { color: color('--c-brand-500') }, label: { show: true, position: 'right', formatter: '{c}%', ...text }, data: shares.map((one) => one.percent),
        markLine: { silent: true, symbol: 'none', lineStyle: { color: color('--c-text-2') }, label: { show: false }, data: [{ xAxis: GOAL }] },
      }],
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(node)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [shares, t])
  return <div ref={place} style={{ height: 64 + 28 * shares.length }} role="img" aria-label={label} />
}
