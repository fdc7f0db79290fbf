import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

const TARGET = 'baseline-widely-available';

/** Where the REST server listens while `npm run dev` runs; `src/tools/dev.ts` passes it on. */
const apiAddress = process.env['MOSTRADOR_API'] ?? 'http://127.0.0.1:4100';

/** What the browser may not answer from the page: these go to the REST server during development. */
const API_PATHS = ['/api', '/health', '/ready', '/openapi.json', '/docs'];

/**
 * The page decides between till and office and loads only one of them. Nearly every visit is the till, so what it
 * consists of is announced in the page itself: otherwise the browser would learn of it only after it has run the entry.
 */
function announceTill(): Plugin {
  return {
    name: 'announce-till',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const till = chunks.find(
          (chunk) => chunk.isDynamicEntry && chunk.facadeModuleId?.endsWith('/src/till/main.tsx'),
        );
        if (till === undefined) {
          throw new Error('The build has no till in it: src/till/main.tsx is no entry of its own any more.');
        }
        const names = [till.fileName, ...till.imports];
        const parts = chunks.filter((chunk) => names.includes(chunk.fileName));
        const styles = parts.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]);
        const links = [
          ...styles.map((href) => ({ rel: 'stylesheet', href: `/${href}` })),
          ...names.filter((file) => !html.includes(file)).map((href) => ({ rel: 'modulepreload', href: `/${href}` })),
        ];
        return links.map((link) => ({ tag: 'link', attrs: { crossorigin: true, ...link }, injectTo: 'head' }));
      },
    },
  };
}

/**
 * What several parts of the app are made of comes in one file: fifty small ones take a browser longer, at the first visit and
 * when a till stores them all. Dialogs come later, by themselves.
 */
const SHARED = { name: 'shared', minShareCount: 2, test: /^(?!.*(base-ui|floating-ui|ui\/(sheet-)?dialog))/ };

/** Where the app is built into, as the build was told. */
let builtInto = 'dist';
const noteWhere: Plugin = {
  name: 'note-where',
  configResolved({ root, build: { outDir } }) {
    builtInto = resolve(root, outDir);
  },
};

/**
 * The hash of each file that a till stores. What a captive portal answers in its place, with 200, is refused by the
 * browser: the update fails as a whole and comes again another time.
 */
function withIntegrity<Entry extends { url: string }>(entry: Entry): Entry & { integrity: string } {
  const hash = createHash('sha384').update(readFileSync(resolve(builtInto, entry.url)));
  return { ...entry, integrity: `sha384-${hash.digest('base64')}` };
}

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default defineConfig({
  define: { 'import.meta.env.APP_VERSION': JSON.stringify(version) },
  plugins: [
    react(),
    tailwindcss(),
    announceTill(),
    noteWhere,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      // The till registers its worker itself, so that it can offer an update between two sales.
      injectRegister: false,
      injectManifest: {
        rollupFormat: 'iife',
        target: TARGET,
        manifestTransforms: [(entries) => ({ manifest: entries.map(withIntegrity), warnings: [] })],
        globPatterns: ['**/*.{js,css,html,woff2,png,svg,webmanifest}'],
        // Alphabets that no screen uses stay on the server; the browser asks for them only if it meets one.
        globIgnores: ['**/*-{cyrillic,greek,vietnamese}*.woff2', '**/*-{cyrillic,greek}-ext-*.woff2'],
      },
      manifest: {
        id: '/',
        name: 'Mostrador',
        short_name: 'Mostrador',
        description: 'A till that never stops.',
        lang: 'es',
        dir: 'ltr',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        theme_color: '#f7f6f3',
        background_color: '#f7f6f3',
        categories: ['business', 'shopping'],
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    target: TARGET,
    modulePreload: { polyfill: false },
    // Everything is a file of its own: the content policy of the page allows no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: [SHARED] } } },
    chunkSizeWarningLimit: 700,
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(API_PATHS.map((path) => [path, { target: apiAddress, changeOrigin: false }])),
  },
  test: {
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As many as there are cores: nobody works beside the tests.
    maxWorkers: '100%',
    // To load everything anew for each of two hundred files would take a fifth of the time. No test changes a module.
    isolate: false,
    restoreMocks: true,
    // Of one file's tests that may run beside each other.
    maxConcurrency: 2,
    include: ['src/**/*.test.ts'],
    passWithNoTests: true,
  },
});
