/** Draws merit against a bound from the figures of the table beside it. */

import { LineChart } from 'echarts/charts'
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([
  LineChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
])

type Curve = {
  points: [number, number | null][]
  current: number | null
  impossible: [number, number] | null
  unit: string
  now: string
  none: string
}

const style = getComputedStyle(document.documentElement)
const colour = (name: string): string => style.getPropertyValue(name).trim()
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 })
const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches

function axisText(): object {
  return { color: colour('--ink-soft'), fontFamily: 'Be Vietnam Pro', fontSize: 13 }
}

function optionsOf(curve: Curve): EChartsCoreOption {
  return {
    animation: !isStill,
    animationDuration: 300,
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    // Text on the canvas: the policy of the pages allows no styles in markup.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      formatter: (shown: { value: [number, number] }[]) => {
        const [x, y] = shown[0]!.value
        return `${number.format(x)} ${curve.unit}: ${number.format(y)}`
      },
    },
    xAxis: {
      type: 'value',
      min: 'dataMin',
      max: 'dataMax',
      minInterval: 1,
      axisLabel: {
        ...axisText(),
        formatter: (x: number) => `${number.format(x)} ${curve.unit}`,
        hideOverlap: true,
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      axisLabel: { ...axisText(), formatter: (y: number) => number.format(y) },
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: [
      {
        type: 'line',
        data: curve.points,
        connectNulls: false,
        symbolSize: 7,
        lineStyle: { width: 3, color: colour('--accent') },
        itemStyle: { color: colour('--accent') },
        areaStyle: { color: colour('--accent-soft') },
        markLine: markOf(curve),
        markArea: areaOf(curve),
      },
    ],
  }
}

function markOf(curve: Curve): object | undefined {
  if (curve.current === null) return undefined
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour('--ink'), type: 'dashed' },
    label: { ...axisText(), color: colour('--ink'), formatter: curve.now, position: 'end' },
    data: [{ xAxis: curve.current }],
  }
}

function areaOf(curve: Curve): object | undefined {
  if (!curve.impossible) return undefined
  const [from, to] = curve.impossible
  const isAtRight = curve.points.some(([x, y]) => y !== null && x <= from)
  // The words are wider than the strip: they grow from its outer edge inwards.
  const position = isAtRight ? 'insideTopRight' : 'insideTopLeft'
  return {
    silent: true,
    itemStyle: { color: colour('--bad-soft') },
    label: { ...axisText(), color: colour('--bad'), position, formatter: curve.none },
    data: [[{ xAxis: from }, { xAxis: to }]],
  }
}

const drawn = new Map<HTMLElement, EChartsType>()

function draw(): void {
  for (const [frame, chart] of drawn) {
    if (frame.isConnected) continue
    chart.dispose()
    drawn.delete(frame)
  }
  for (const frame of document.querySelectorAll<HTMLElement>('[data-curve]')) {
    if (drawn.has(frame)) continue
    const chart = init(frame, null, { renderer: 'canvas' })
    chart.setOption(optionsOf(JSON.parse(frame.dataset.curve!) as Curve))
    drawn.set(frame, chart)
  }
}

// A canvas draws with the fonts that are there when it is drawn.
void document.fonts.ready.then(draw)
document.addEventListener('htmx:afterSettle', draw)
window.addEventListener('resize', () => drawn.forEach((chart) => chart.resize()))
