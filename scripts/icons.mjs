/**
 * `npm run icons`: draws `build/icon.svg` in the sizes and formats of the three systems. The icons are in git, so that a build needs no
 * browser; `packaging/icons.test.ts` fails if they are out of date.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './environment/browser.mjs';
import {
  ensureInstalled,
  ensureNodeVersion,
  exitIfPreparationFailed,
  prepare,
  root,
  say,
} from './environment/prepare.mjs';
import { icns, icnsTypes, ico } from './packaging/icon-containers.mjs';

const folder = join(root, 'build');
const linuxPixels = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsPixels = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const macPixels = [...new Set(icnsTypes.map(({ pixels }) => pixels))];
/** macOS expects a margin for the shadow: the icon takes 824 of 1024 pixels. */
const macShare = 824 / 1024;

prepare([ensureNodeVersion, ensureInstalled]);
await drawAll().catch(exitIfPreparationFailed);

async function drawAll() {
  const svg = readFileSync(join(folder, 'icon.svg'));
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const plain = await drawSizes(page, svg, [...new Set([...linuxPixels, ...windowsPixels])], 1);
    const withMargin = await drawSizes(page, svg, macPixels, macShare);
    const files = new Map(linuxPixels.map((pixels) => [`icons/${pixels}x${pixels}.png`, plain.get(pixels)]));
    files.set('icon.ico', ico(windowsPixels.map((pixels) => ({ pixels, png: plain.get(pixels) }))));
    files.set('icon.icns', icns(withMargin));
    write(svg, files);
  } finally {
    await browser.close();
  }
}

/** @param share of the width that the icon takes. @returns PNG images by their width in pixels. */
async function drawSizes(page, svg, widths, share) {
  const images = new Map();
  for (const pixels of widths) {
    const drawn = Math.round(pixels * share);
    const source = `data:image/svg+xml;base64,${svg.toString('base64')}`;
    await page.setViewportSize({ width: pixels, height: pixels });
    await page.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-items:center">` +
        `<img width="${drawn}" height="${drawn}" style="display:block" src="${source}"></body>`,
    );
    await page.locator('img').evaluate((image) => image.decode());
    images.set(pixels, await page.screenshot({ omitBackground: true }));
  }
  return images;
}

function write(svg, files) {
  rmSync(join(folder, 'icons'), { recursive: true, force: true });
  mkdirSync(join(folder, 'icons'));
  for (const [name, contents] of files) writeFileSync(join(folder, name), contents);
  const record = {
    from: digest(svg),
    files: Object.fromEntries([...files].map(([name, contents]) => [name, digest(contents)])),
  };
  writeFileSync(join(folder, 'icons.json'), `${JSON.stringify(record, null, 2)}\n`);
  say(`Wrote ${files.size} icons to build/.`);
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
