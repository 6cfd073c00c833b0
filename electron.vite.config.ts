/** The one build: main process, host program, preload and window. Nothing in it needs Electron's runtime. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { build, type Plugin } from 'vite';
import { excalidrawPatches } from './scripts/packaging/excalidraw-patches.mjs';
import { oldestBrowsers } from './scripts/packaging/oldest-browsers.mjs';

const root = import.meta.dirname;

/** Guests come with browsers of their own, not with Electron's: `browserslist` in package.json names the oldest. */
const windowTargets = oldestBrowsers().map(({ name, version }) => `${name}${version}`);

/**
 * Excalidraw's fonts, which it fetches when it needs them. 13 of their 14 MB are Xiaolai, for Chinese, Japanese and Korean,
 * in 200 parts: a guest fetches only those that its text needs.
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
        if (!entry.isFile()) continue;
        this.emitFile({
          type: 'asset',
          fileName: `excalidraw-assets/fonts/${path}`,
          source: readFileSync(file),
        });
      }
    },
  };
}

/** Fails the build if a patch does not match Excalidraw's code. */
function excalidrawPatched(): Plugin {
  const missing = new Set<string>();
  return {
    name: 'paxboard:excalidraw-patches',
    apply: 'build',
    buildStart() {
      for (const { original } of excalidrawPatches) missing.add(original);
    },
    transform(code, id) {
      if (!/@excalidraw\/(excalidraw|mermaid-to-excalidraw)\//.test(id)) return null;
      let patched = code;
      for (const { original, find, replace } of excalidrawPatches) {
        const before = patched;
        patched = before.replace(find, replace);
        if (patched !== before) missing.delete(original);
      }
      return patched === code ? null : { code: patched, map: null };
    },
    buildEnd(error) {
      if (error === undefined && missing.size > 0)
        this.error(`These patches do not match Excalidraw: ${[...missing].join('; ')}`);
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

/** `engines` in package.json: the host runs in the person's Node. */
const hostTarget = 'node20.19';

/** The Node of Electron 25, which is the oldest that the main process runs in. */
const mainTarget = 'node18.15';

/** React in a script of its own: `renderer/react.ts` says why. */
const reactModules = /\/node_modules\/(?:react|react-dom|scheduler)\/|\/renderer\/react\.ts$/;

/**
 * Two small modules that Excalidraw's worker, which cuts fonts, shares with the whiteboard: in a script of their own. Merged with the
 * whiteboard they brought it into the worker, which has no window, so the worker failed.
 */
const workerModules = /\/excalidraw\/dist\/prod\/chunk-(?:SRAX5OIU|ZUYEQ4TG)\.js$/;

/** Goes with each bundle: what others wrote in it, and on which terms. */
const licences = 'licences.md';

/** Not bundled, in main and host. */
const external = [
  // `ws` looks for these accelerators and does without them.
  'bufferutil',
  'utf-8-validate',
  // Brings a script along that must stay beside it. Only the host program uses it, never the packaged app.
  'open',
];

/** The host program for a plain Node: an ES module of its own, beside the main process, which is a CommonJS file. */
function hostProgram(): Plugin {
  return {
    name: 'paxboard:host-program',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        publicDir: false,
        ssr: { noExternal: true },
        build: {
          target: hostTarget,
          ssr: true,
          outDir: 'out/main',
          emptyOutDir: false,
          rolldownOptions: { input: { host: join(root, 'main/host/cli.ts') }, external },
        },
      });
    },
  };
}

export default defineConfig({
  main: {
    plugins: [hostProgram()],
    build: {
      target: mainTarget,
      externalizeDeps: false,
      license: { fileName: licences },
      outDir: 'out/main',
      rolldownOptions: {
        input: { index: join(root, 'main/index.ts') },
        external,
        // Electron takes an ES module for its main process from version 28 on only.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
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
      plugins: [react(), excalidrawFonts(), excalidrawPatched()],
      resolve: { alias: { 'simple-peer': 'simple-peer/simplepeer.min.js' } },
      worker: { format: 'es' },
      build: {
        // One text: as a list, electron-vite hands it over twice.
        target: windowTargets.join(','),
        cssTarget: windowTargets,
        minify: true,
        license: { fileName: licences },
        outDir: join(root, 'out/renderer'),
        emptyOutDir: true,
        // Only names with a hash in `assets/`: they are cached for good. No `data:` fonts or scripts either.
        assetsDir: 'assets',
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 4096,
        rolldownOptions: {
          input: join(root, 'renderer/index.html'),
          output: {
            codeSplitting: {
              groups: [
                { name: 'react', test: reactModules },
                { name: 'excalidraw-worker', test: workerModules },
              ],
            },
          },
        },
      },
    },
  }),
});
