import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const dist = resolve(root, '../congress/static/dist')
const modules = resolve(root, 'node_modules')

// Papers set their type in TrueType; the names are what congress/papers.py and badges ask for.
const paperFonts = {
  Regular: '400Regular/BeVietnamPro_400Regular',
  Medium: '500Medium/BeVietnamPro_500Medium',
  SemiBold: '600SemiBold/BeVietnamPro_600SemiBold',
  Bold: '700Bold/BeVietnamPro_700Bold',
}

const licences = {
  'Be Vietnam Pro': '@expo-google-fonts/be-vietnam-pro/LICENSE_FONT',
  ECharts: 'echarts/LICENSE',
  'ECharts (notice)': 'echarts/NOTICE',
  ZRender: 'zrender/LICENSE',
  htmx: 'htmx.org/LICENSE',
  'Tabler, Tabler Icons': '@tabler/icons/LICENSE',
  'zxing-wasm': 'zxing-wasm/LICENSE',
}

function licenceTexts(): string {
  return Object.entries(licences)
    .map(([name, file]) => `${name}\n\n${readFileSync(resolve(modules, file), 'utf8')}`)
    .join('\n\n')
}

function symbol(name: string): string {
  const svg = readFileSync(resolve(modules, `@tabler/icons/icons/outline/${name}.svg`), 'utf8')
  const drawing = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, '')}</symbol>`
}

function iconSprite(): string {
  const names = readFileSync(resolve(root, 'icons.txt'), 'utf8').trim().split('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join('\n')}</svg>\n`
}

function besideTheBundle(): Plugin {
  return {
    name: 'beside-the-bundle',
    writeBundle() {
      mkdirSync(resolve(dist, 'fonts'), { recursive: true })
      writeFileSync(resolve(dist, 'icons.svg'), iconSprite())
      writeFileSync(resolve(dist, 'LICENCES.txt'), licenceTexts())
      for (const [weight, file] of Object.entries(paperFonts)) {
        const source = resolve(modules, `@expo-google-fonts/be-vietnam-pro/${file}.ttf`)
        copyFileSync(source, resolve(dist, `fonts/BeVietnamPro-${weight}.ttf`))
      }
      copyFileSync(
        resolve(modules, 'zxing-wasm/dist/reader/zxing_reader.wasm'),
        resolve(dist, 'zxing_reader.wasm'),
      )
    },
  }
}

/** Leaves no address of a CDN in the bundle; the page gives the reader its own file. */
function withoutCdn(): Plugin {
  return {
    name: 'without-cdn',
    transform: (code, id) =>
      id.includes('zxing-wasm') ? code.replaceAll('https://fastly.jsdelivr.net/npm/', './') : null,
  }
}

export default defineConfig({
  root,
  base: './',
  plugins: [withoutCdn(), besideTheBundle()],
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rollupOptions: {
      // htmx holds an eval that its setting allowEval = false never reaches.
      checks: { eval: false, pluginTimings: false },
      input: Object.fromEntries(
        ['app', 'curve', 'gate', 'scenarios'].map((name) => [name, resolve(root, `src/${name}.ts`)]),
      ),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: (asset) =>
          asset.names[0]?.endsWith('.css') ? '[name][extname]' : 'fonts/[name]-[hash][extname]',
      },
    },
  },
})
