/**
 * The app uses no feature that the oldest supported engines lack: the browsers of guests (`browserslist` in package.json), and
 * Electron 25 for the desktop app. MDN's tables contain the types of JavaScript and of the web, not the modules of Node: the
 * tests under Electron's runtime cover those.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../scripts/environment/prepare.mjs';
import { oldestBrowsers } from '../scripts/packaging/oldest-browsers.mjs';
import { root } from './testing/build.ts';
import { FeatureTable, newerSelectorsIn, type Program } from './testing/newer-features.ts';

/** Defines fallbacks for features that packages need, so it names those features. */
const fallbacks = 'renderer/older-browsers.ts';

const mdnNames: Readonly<Record<string, string>> = { ios: 'safari_ios' };
const browsers = oldestBrowsers().map(({ name, version }) => ({ name: mdnNames[name] ?? name, version }));
const ofWindow = new FeatureTable({ language: browsers, platform: browsers });

const chromium = [{ name: 'chrome', version: '114' }];
const ofMain = new FeatureTable({ language: chromium, platform: [{ name: 'nodejs', version: '18.15' }] });

beforeAll(() => ensureBuilt(), 180_000);

/**
 * Newer features in bundled packages, each with the reason why its use is safe. Methods found by name alone are not listed: many
 * types of the packages have methods with the same names.
 */
const harmless: Readonly<Record<string, string>> = {
  'Error.captureStackTrace': 'detected before use',
  'Intl.Segmenter': 'detected before use, in mermaid',
  TouchEvent: 'detected before use',
  'URL.canParse': `in @braintree/sanitize-url; ${fallbacks} defines it`,
  'Uint8Array.fromHex': 'detected before use, in @noble/hashes',
  navigation: 'detected before use, in react-dom',
  'navigator.connection': 'detected before use, in react-dom',
  'navigator.userAgentData': 'detected before use, in Mantine',
  setImmediate: 'detected before use',
  'window.launchQueue': 'detected before use, in Excalidraw',
  'window.showDirectoryPicker': 'detected before its module is loaded, in browser-fs-access',
  'window.showOpenFilePicker': 'detected before its module is loaded, in browser-fs-access',
  'window.showSaveFilePicker': 'detected before its module is loaded, in browser-fs-access',
};

/** Each is in a separate CSS rule, which an older browser ignores: only a padding or a cursor of Mantine differs then. */
const harmlessSelectors = ['has'];

describe('the window', () => {
  test('the sources use no feature that the oldest supported browsers lack', () => {
    const sources = ['shared', 'app', 'renderer'].flatMap((folder) => programsIn(folder, isSource));
    expect(sources.length).toBeGreaterThan(100);
    expect(ofWindow.newerIn(sources)).toEqual([]);
  });

  test('the bundle uses such features only with a fallback', () => {
    const bundle = programsIn('out/renderer', (name) => name.endsWith('.js'));
    const features = bundle
      .flatMap((program) => ofWindow.newerIn([program]))
      .filter(({ feature }) => !feature.startsWith('.'));
    expect(features.filter(({ feature }) => harmless[feature] === undefined)).toEqual([]);
    const used = new Set(features.map(({ feature }) => feature));
    expect(
      Object.keys(harmless).filter((feature) => !used.has(feature)),
      'listed, but not used',
    ).toEqual([]);
  });

  test('the style sheets use only the listed newer selectors', () => {
    const sheets = programsIn('out/renderer', (name) => name.endsWith('.css'));
    const newer = sheets.flatMap(({ text }) => newerSelectorsIn(text, browsers));
    expect([...new Set(newer)].sort()).toEqual(harmlessSelectors);
  });
});

describe('the desktop app', () => {
  test('the sources use no feature that Electron 25 lacks', () => {
    const sources = ['shared', 'main'].flatMap((folder) => programsIn(folder, isSource));
    expect(ofMain.newerIn(sources.filter(({ path }) => !path.endsWith('host/cli.ts')))).toEqual([]);
  });

  test('the bundles of main process and preload use no such feature', () => {
    expect(ofMain.newerIn([programAt('out/main/index.cjs')])).toEqual([]);
    const ofPreload = new FeatureTable({ language: chromium, platform: chromium });
    expect(ofPreload.newerIn([programAt('out/preload/preload.cjs')])).toEqual([]);
  });
});

describe('the check', () => {
  const featuresOf = (table: FeatureTable, ...texts: readonly string[]) =>
    table
      .newerIn(texts.map((text, at) => ({ path: `${at}.ts`, text })))
      .map(({ feature, at }) => `${feature} ${at}`);

  test.each([
    ['if (URL.canParse(text)) go();', 'URL.canParse'],
    ['const { promise } = Promise.withResolvers<number>();', 'Promise.withResolvers'],
    ['Object.groupBy(tasks, column)', 'Object.groupBy'],
    ['text.isWellFormed()', '.isWellFormed()'],
    ['voters.difference(gone)', '.difference()'],
    ['AbortSignal.any([a, b])', 'AbortSignal.any'],
    ['navigation.navigate("/")', 'navigation'],
    ['globalThis.navigation', 'globalThis.navigation'],
    ['window.showSaveFilePicker()', 'window.showSaveFilePicker'],
    ['navigator.userAgentData', 'navigator.userAgentData'],
    ['new Sanitizer()', 'Sanitizer'],
  ])('detects %j', (text, feature) => {
    expect(featuresOf(ofWindow, `\n${text}`)).toEqual([`${feature} 0.ts:2`]);
  });

  test('detects features that the main process of Electron 25 lacks', () => {
    expect(featuresOf(ofMain, 'URL.canParse(text)')).toEqual(['URL.canParse 0.ts:1']);
    // Chromium 114 has it, and so has the Node of Electron 25; plain Node 18 lacks it.
    expect(featuresOf(ofMain, 'list.toSorted()')).toEqual([]);
    expect(featuresOf(ofMain, 'localStorage.clear()')).toEqual([]);
  });

  test.each([
    ['list.toSorted(); list.findLast(f); structuredClone(x); crypto.randomUUID();'],
    ["import * as v from 'valibot'; v.union([a, b]);"],
    ['class Sets { union(other: Sets) {} } sets.union(more);'],
    ['const navigation = 1; use(navigation);'],
    ['use({ navigation: 1 }); interface Navigator { navigation: number }'],
    ['type Found = Sanitizer; label: for (;;) break label;'],
  ])('accepts %j', (text) => {
    expect(featuresOf(ofWindow, text)).toEqual([]);
  });

  test('accepts a method that another file defines', () => {
    expect(featuresOf(ofWindow, 'queue.take(1)', 'class Queue { take(count: number) {} }')).toEqual([]);
  });
});

function programsIn(folder: string, wanted: (path: string) => boolean): readonly Program[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter(wanted)
    .sort()
    .map(programAt);
}

function programAt(path: string): Program {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

function isSource(path: string): boolean {
  return /\.tsx?$/.test(path) && !/\.test\.|\.d\.ts$|\btesting\b/.test(path) && path !== fallbacks;
}
