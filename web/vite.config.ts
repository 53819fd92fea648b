import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const dist = fileURLToPath(new URL('../internal/web/dist/', import.meta.url))

/** Empties the folder that Go embeds, but for .keep, and takes the manifest out of it again: the size check reads it, the product does not. */
function tidyDist(): Plugin {
  return {
    name: 'tidy-dist',
    apply: 'build',
    buildStart() {
      for (const name of readdirSync(dist)) if (name !== '.keep') rmSync(dist + name, { recursive: true })
    },
    closeBundle() {
      renameSync(dist + '.vite/manifest.json', fileURLToPath(new URL('./manifest.json', import.meta.url)))
      rmSync(dist + '.vite', { recursive: true })
    },
  }
}

/** The page behind a survey's link is the script and nothing else. */
function answerPage(): Plugin {
  return { name: 'answer-page', apply: 'build', closeBundle: () => copyFileSync(fileURLToPath(new URL('./widget/answer.html', import.meta.url)), dist + 'answer.html') }
}

/** What websites load is one classic script with a fixed name. */
const script = (entry: string, name: string, file: string, plugins: Plugin[] = []) => defineConfig({
  plugins,
  publicDir: false,
  build: {
    outDir: '../internal/web/dist',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry, formats: ['iife'], name, fileName: () => file },
  },
})
const widget = script('widget/main.ts', 'jejakSurvey', 'widget.js', [answerPage()])
const help = script('widget/help.ts', 'jejakHelp', 'help.js')

// The app is built into the Go package that embeds it. The gallery (every view with canned data) is a page of its own, kept out of the
// product; the browser tests build and visit it.
export default defineConfig(({ mode }) => mode === 'widget' ? widget : mode === 'help' ? help : ({
  plugins: [react(), ...(mode === 'gallery' ? [] : [tidyDist()])],
  build: {
    outDir: mode === 'gallery' ? 'gallery-dist' : '../internal/web/dist',
    emptyOutDir: mode === 'gallery',
    target: 'es2022',
    manifest: mode !== 'gallery',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: mode === 'gallery' ? 'gallery.html' : 'index.html' },
  },
  server: { proxy: { '/api': process.env.JEJAK_SERVER ?? 'http://127.0.0.1:8080', '/v1': process.env.JEJAK_SERVER ?? 'http://127.0.0.1:8080' } },
  test: { include: ['test/**/*.test.{ts,tsx}'], testTimeout: 20000 },
}))
