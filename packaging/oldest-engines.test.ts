/**
 * Nothing that runs is newer than the oldest engines that we promise: guests' browsers (`browserslist` in package.json), and
 * Electron 25 for the desktop app. MDN's tables know JavaScript's types and the web's; modules of Node are not in them, and
 * the tests under Electron's own runtime are for those.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../scripts/environment/prepare.mjs';
import { oldestBrowsers } from '../scripts/packaging/oldest-browsers.mjs';
import { root } from './testing/build.ts';
import { FeatureTable, newerSelectorsIn, type Program } from './testing/newer-features.ts';

/** Brings what others' packages need, and so names it. */
const fallbacks = 'renderer/older-browsers.ts';

const mdnNames: Readonly<Record<string, string>> = { ios: 'safari_ios' };
const browsers = oldestBrowsers().map(({ name, version }) => ({ name: mdnNames[name] ?? name, version }));
const ofWindow = new FeatureTable({ language: browsers, platform: browsers });

const chromium = [{ name: 'chrome', version: '114' }];
const ofMain = new FeatureTable({ language: chromium, platform: [{ name: 'nodejs', version: '18.15' }] });

beforeAll(() => ensureBuilt(), 180_000);

/**
 * In the bundles of others, each with what makes it harmless. Methods by their names are left out there: too many of their own
 * types have some of the same name.
 */
const harmless: Readonly<Record<string, string>> = {
  'Error.captureStackTrace': 'looked for before it is used',
  'Intl.Segmenter': 'looked for before it is used, in mermaid',
  TouchEvent: 'looked for before it is used',
  'URL.canParse': `in @braintree/sanitize-url; ${fallbacks} brings it`,
  'Uint8Array.fromHex': 'looked for before it is used, in @noble/hashes',
  navigation: 'looked for before it is used, in react-dom',
  'navigator.connection': 'looked for before it is used, in react-dom',
  'navigator.userAgentData': 'looked for before it is used, in Mantine',
  setImmediate: 'looked for before it is used',
  'window.launchQueue': 'looked for before it is used, in Excalidraw',
  'window.showDirectoryPicker': 'looked for before it is loaded, in browser-fs-access',
  'window.showOpenFilePicker': 'looked for before it is loaded, in browser-fs-access',
  'window.showSaveFilePicker': 'looked for before it is loaded, in browser-fs-access',
};

/** In CSS, each in a rule of its own that is ignored alone: a padding or a cursor of Mantine's is then another. */
const harmlessSelectors = ['has'];

describe('what the window is made of', () => {
  test('our sources use nothing that the oldest browsers of guests lack', () => {
    const sources = ['shared', 'app', 'renderer'].flatMap((folder) => programsIn(folder, isSource));
    expect(sources.length).toBeGreaterThan(100);
    expect(ofWindow.newerIn(sources)).toEqual([]);
  });

  test('the bundle uses nothing that they lack, except with a fallback', () => {
    const bundle = programsIn('out/renderer', (name) => name.endsWith('.js'));
    const features = bundle
      .flatMap((program) => ofWindow.newerIn([program]))
      .filter(({ feature }) => !feature.startsWith('.'));
    expect(features.filter(({ feature }) => harmless[feature] === undefined)).toEqual([]);
    const used = new Set(features.map(({ feature }) => feature));
    expect(
      Object.keys(harmless).filter((feature) => !used.has(feature)),
      'are harmless, and not used any more',
    ).toEqual([]);
  });

  test('the style sheets select nothing that they do not know', () => {
    const sheets = programsIn('out/renderer', (name) => name.endsWith('.css'));
    const newer = sheets.flatMap(({ text }) => newerSelectorsIn(text, browsers));
    expect([...new Set(newer)].sort()).toEqual(harmlessSelectors);
  });
});

describe('what the desktop app is made of', () => {
  test('our sources use nothing that Electron 25 lacks', () => {
    const sources = ['shared', 'main'].flatMap((folder) => programsIn(folder, isSource));
    expect(ofMain.newerIn(sources.filter(({ path }) => !path.endsWith('host/cli.ts')))).toEqual([]);
  });

  test('neither do main process and preload as they are built', () => {
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
  ])('notices %j', (text, feature) => {
    expect(featuresOf(ofWindow, `\n${text}`)).toEqual([`${feature} 0.ts:2`]);
  });

  test('notices what Electron 25 lacks in its main process', () => {
    expect(featuresOf(ofMain, 'URL.canParse(text)')).toEqual(['URL.canParse 0.ts:1']);
    // Chromium 114 has it, and with it the Node of Electron 25; Node 18 by itself has not.
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
  ])('takes %j for what it is', (text) => {
    expect(featuresOf(ofWindow, text)).toEqual([]);
  });

  test('a method that another file defines is ours', () => {
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
