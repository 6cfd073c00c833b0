/** The one build: main process, host program, preload and window. Nothing in it needs Electron's runtime. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;

/**
 * Excalidraw fetches its fonts when it needs them, from outside unless they are here. Xiaolai, for Chinese, would
 * be 13 of 14 MB; text in it falls back to the system's font.
 */
function excalidrawFonts(): Plugin {
  const fonts = join(root, 'node_modules/@excalidraw/excalidraw/dist/prod/fonts');
  return {
    name: 'paxboard:excalidraw-fonts',
    apply: 'build',
    generateBundle() {
      for (const entry of readdirSync(fonts, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        const path = relative(fonts, file).replaceAll('\\', '/');
        if (!entry.isFile() || path.startsWith('Xiaolai/')) continue;
        this.emitFile({
          type: 'asset',
          fileName: `excalidraw-assets/fonts/${path}`,
          source: readFileSync(file),
        });
      }
    },
  };
}

/** Fails the build if the preload would not run in the window's sandbox: it may require `electron` and nothing else. */
function sandboxedPreload(): Plugin {
  return {
    name: 'paxboard:sandboxed-preload',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const required = files.flatMap((file) =>
        file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : [],
      );
      const foreign = required.filter((name) => name !== 'electron');
      if (files.length !== 1 || foreign.length > 0) {
        this.error(`the preload must be one file that requires electron alone, not ${foreign.join(', ')}`);
      }
    },
  };
}

const nodeTarget = 'node20.19';

/** Goes with each bundle: what others wrote in it, and on which terms. */
const licences = 'licences.md';

export default defineConfig({
  main: {
    build: {
      // The host runs in the person's Node, which is older than Electron's.
      target: nodeTarget,
      externalizeDeps: false,
      license: { fileName: licences },
      outDir: 'out/main',
      rolldownOptions: {
        input: { index: join(root, 'main/index.ts'), host: join(root, 'main/host/cli.ts') },
        external: [
          // `ws` looks for these accelerators and does without them.
          'bufferutil',
          'utf-8-validate',
          // Brings a script along that must stay beside it. Only the host program uses it, never the packaged app.
          'open',
        ],
      },
    },
  },
  preload: {
    plugins: [sandboxedPreload()],
    build: {
      // A sandboxed preload is one CommonJS file that requires nothing but `electron`.
      externalizeDeps: false,
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: join(root, 'main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  // So that main and preload can be built on their own.
  ...(existsSync(join(root, 'renderer/index.html')) && {
    renderer: {
      root: join(root, 'renderer'),
      plugins: [react(), excalidrawFonts()],
      resolve: { alias: { 'simple-peer': 'simple-peer/simplepeer.min.js' } },
      worker: { format: 'es' },
      build: {
        // Guests come with browsers of their own, not with Electron's.
        target: 'es2022',
        minify: true,
        license: { fileName: licences },
        outDir: join(root, 'out/renderer'),
        emptyOutDir: true,
        // Only names with a hash in `assets/`: they are cached for good. No `data:` fonts or scripts either.
        assetsDir: 'assets',
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 4096,
        rolldownOptions: { input: join(root, 'renderer/index.html') },
      },
    },
  }),
});
