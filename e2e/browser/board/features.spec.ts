/** Excalidraw's features on a shared board, used by one person and seen by the other. */

import type { Page } from '@playwright/test';
import { excalidrawApp } from '../../page/excalidraw-app.ts';
import { liveScene } from '../../page/live-scene.ts';
import { paste } from '../../page/paste.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

// biome-ignore lint/suspicious/noExplicitAny: properties of any element.
type Element = { readonly [property: string]: any };

async function elements(page: Page): Promise<readonly Element[]> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) => JSON.parse(JSON.stringify(app?.getSceneElements() ?? [])));
}

test('features', async ({ instances }) => {
  const [ada, ben] = await instances.two('Harbour plan');
  for (const one of [ada, ben]) await one.showWhiteboard();
  const shot = (name: string, one: Instance = ada) => one.page.screenshot({ path: test.info().outputPath(`${name}.png`) });
  const state = async (one: Instance) => {
    const found = await one.page.evaluateHandle(excalidrawApp);
    return found.evaluate((app) => {
      const { zenModeEnabled, viewModeEnabled, gridModeEnabled, objectsSnapModeEnabled, openDialog, croppingElementId } = app?.state ?? {};
      return { zenModeEnabled, viewModeEnabled, gridModeEnabled, objectsSnapModeEnabled, openDialog, croppingElementId };
    });
  };
  const same = async () => {
    const strip = (all: readonly Element[]) => all.map(({ version, versionNonce, updated, index, ...rest }) => ({...rest, boundElements: rest.boundElements ?? []}));
    await expect.poll(async () => strip(await elements(ben.page))).toEqual(strip(await elements(ada.page)));
  };
  const only = process.env.ONLY ?? '';
  const step = async (name: string, run: () => Promise<void>) => {
    if (only !== '' && !name.includes(only)) return;
    const t = Date.now();
    try { await run(); console.log('OK  ', name, Date.now() - t); } catch (e) { console.log('FAIL', name, String(e).slice(0, 900)); await shot(`fail-${name.replace(/\W+/g, '-')}`); }
  };

  await step('table', async () => {
    await paste(ada, { 'text/plain': '\tQuay\tCrane\nNorth\tlong and deep water with much room for ships\t3\nSouth\t\t4\n' }, [700, 300]);
    await expect.poll(async () => (await elements(ben.page)).length).toBe(9 + 7);
    await shot('table');
    await same();
  });
  await step('chart', async () => {
    await paste(ada, { 'text/plain': 'Month\tShips\nMay\t12\nJune\t31\nJuly\t24' }, [700, 500]);
    await ada.page.locator('.ChartPreview').first().waitFor();
    await shot('chart-dialog');
    const before = (await elements(ada.page)).length;
    await ada.page.locator('.ChartPreview').first().click();
    await expect.poll(async () => (await elements(ben.page)).length).toBeGreaterThan(before + 3);
    await ada.page.keyboard.press('Escape');
    await shot('chart');
    await same();
  });
  await step('palette', async () => {
    await ada.page.mouse.click(1100, 700);
    await ada.page.keyboard.press('Control+/');
    await ada.page.locator('.command-palette-dialog').waitFor();
    await shot('palette');
    await ada.page.emulateMedia({ colorScheme: 'dark' });
    await shot('palette-dark');
    await ada.page.emulateMedia({ colorScheme: 'light' });
    console.log(await ada.page.locator('.command-palette-dialog .command-item .name').allTextContents());
    await ada.page.keyboard.type('zen');
    await ada.page.keyboard.press('Enter');
    await expect.poll(() => state(ada)).toMatchObject({ zenModeEnabled: true });
    await shot('zen');
    await ada.page.keyboard.press('Alt+z');
    await expect.poll(() => state(ada)).toMatchObject({ zenModeEnabled: false });
  });
  await step('view', async () => {
    await ada.page.keyboard.press('Alt+r');
    await expect.poll(() => state(ada)).toMatchObject({ viewModeEnabled: true });
    await shot('view');
    await ada.page.keyboard.press('Alt+r');
    await expect.poll(() => state(ada)).toMatchObject({ viewModeEnabled: false });
  });
  await step('grid', async () => {
    await ada.page.keyboard.press("Control+'");
    await expect.poll(() => state(ada)).toMatchObject({ gridModeEnabled: true });
    await ada.draw({ tool: 'rectangle', from: [913, 317], to: [1007, 391] });
    await shot('grid');
    await same();
    const last = (await elements(ben.page)).at(-1);
    console.log('grid', last?.x, last?.y, last?.width, last?.height);
    await ada.page.keyboard.press("Control+'");
    await ada.page.keyboard.press('Alt+s');
    await expect.poll(() => state(ada)).toMatchObject({ objectsSnapModeEnabled: true });
    await ada.page.keyboard.press('Alt+s');
  });
  await step('frame', async () => {
    await ada.page.keyboard.press('f');
    const { mouse } = ada.page;
    await mouse.move(880, 290); await mouse.down(); await mouse.move(1050, 420, { steps: 6 }); await mouse.up();
    await expect.poll(async () => (await elements(ben.page)).some(({ type }) => type === 'frame')).toBe(true);
    await expect.poll(async () => (await elements(ben.page)).some(({ type, frameId }) => type === 'rectangle' && frameId !== null)).toBe(true);
    await mouse.dblclick(895, 282);
    await ada.page.keyboard.type('Dock');
    await ada.page.keyboard.press('Enter');
    await expect.poll(async () => (await elements(ben.page)).find(({ type }) => type === 'frame')?.name).toBe('Dock');
    await shot('frame', ben);
    await same();
  });
  await step('link', async () => {
    const frame = (await elements(ada.page)).find(({ type }) => type === 'frame');
    await ada.page.keyboard.press('Escape');
    await ada.draw({ tool: 'diamond', from: [600, 600], to: [680, 660] });
    await ada.page.keyboard.press('Control+k');
    await shot('link-popup');
    await ada.page.getByRole('button', { name: 'Link to object' }).first().click();
    await shot('link-dialog');
    await ada.page.mouse.click(880, 350);
    await shot('link-chosen');
    await ada.page.getByRole('button', { name: 'Confirm' }).click();
    await expect.poll(async () => (await elements(ben.page)).find(({ type }) => type === 'diamond')?.link).toBe(`paxboard:?element=${frame?.id}`);
    await same();
    await ben.page.mouse.move(640, 630);
    const diamond = (await elements(ben.page)).find(({ type }) => type === 'diamond');
    console.log(diamond?.x, diamond?.y, diamond?.width);
    const before = (await liveScene(ben.page)).viewport;
    const view = before;
    const at = (x: number, y: number) => [x - view[0], y - view[1]] as const;
    console.log(view, await ben.whiteboard.locator('canvas.interactive').boundingBox());
    const box = await ben.whiteboard.locator('canvas.interactive').boundingBox();
    const zoom = (view[2] - view[0]) / (box?.width ?? 1);
    const [px, py] = at((diamond?.x ?? 0) + (diamond?.width ?? 0), diamond?.y ?? 0);
    await ben.page.mouse.click((box?.x ?? 0) + px / zoom + 4, (box?.y ?? 0) + py / zoom - 8);
    await ben.page.waitForTimeout(800);
    await shot('link-followed', ben);
    console.log((await liveScene(ben.page)).viewport);
  });
  await step('find', async () => {
    await ben.page.keyboard.press('Control+f');
    await ben.page.keyboard.type('Crane');
    await ben.page.waitForTimeout(800);
    await shot('find', ben);
    await ben.page.keyboard.press('Escape');
  });
  await step('laser', async () => {
    await ada.page.keyboard.press('k');
    const { mouse } = ada.page;
    await mouse.move(500, 650); await mouse.down(); await mouse.move(800, 700, { steps: 30 });
    await expect.poll(async () => (await liveScene(ben.page)).others[0]?.pointer?.tool).toBe('laser');
    await shot('laser', ben);
    await mouse.up();
    await ada.page.keyboard.press('v');
  });
  for (const [name, text] of Object.entries({
    sequence: 'sequenceDiagram\n  Ada->>Ben: Ready?\n  Ben-->>Ada: Yes',
    class: 'classDiagram\n  Ship <|-- Tug : tows\n  Ship : +sail()\n  Tug --> Tug\n note for Tug "small"',
    sub: 'flowchart LR\n subgraph Harbour\n A[Quay] --> B{Free?}\n end\n B -->|yes| C((Ship))',
    state: 'stateDiagram-v2\n [*] --> Moored\n Moored --> Sailing',
    pie: 'pie title Ships\n "Tug" : 3\n "Ferry" : 5',
    broken: 'flowchart TD\n A[[[ --> ',
  })) {
    await step(`mermaid ${name}`, async () => {
      const before = (await elements(ada.page)).length;
      await ada.page.mouse.click(1150, 740);
      await paste(ada, { 'text/plain': text }, [640, 560]);
      await expect.poll(async () => (await elements(ben.page)).length).toBeGreaterThan(before);
      await ada.page.waitForTimeout(500);
      console.log((await elements(ben.page)).slice(before).map(({ type, text: t }) => `${type} ${t ?? ''}`));
      await shot(`mermaid-${name}`);
      await same();
    });
  }
  await step('bad', async () => {
    const notice = ada.page.locator('.mantine-Notification-root').filter({ hasText: /ot (everything was )?pasted/ });
    for (const [name, clip] of Object.entries({
      broken: { 'text/plain': '{"type":"excalidraw/clipboard","elements":[{"id":"a","ty' },
      bad: { 'text/plain': JSON.stringify({ type: 'excalidraw/clipboard', elements: [null, 4, { type: 'iframe', id: 'q' }] }) },
      api: { 'text/plain': JSON.stringify({ type: 'excalidraw-api/clipboard', elements: [{ type: 'rectangle', x: 0, y: 0, id: 'z' }, { type: 'nonsense' }] }) },
      huge: { 'text/plain': 'x\n'.repeat(50_000) },
      html: { 'text/html': '<p>Hello</p><img src="https://outside.example/a.png">', 'text/plain': 'Hello' },
      image: { 'text/html': '<img src="https://outside.example/a.png">' },
      nocols: { 'text/plain': 'a\nb\nc' },
      url: { 'text/plain': 'https://www.youtube.com/watch?v=gkGMXY0wekg' },
    })) {
      const before = (await elements(ada.page)).length;
      await paste(ada, clip, [640, 360]);
      await ada.page.waitForTimeout(700);
      console.log(name, before, (await elements(ada.page)).length, await notice.allTextContents());
      await shot(`paste-${name}`);
      for (const close of await notice.getByRole('button').all()) await close.click();
    }
    await same();
  });
  await step('reload', async () => {
    const before = await elements(ada.page);
    await ben.page.reload();
    await expect(ben.whiteboard).toHaveAttribute('data-ready', 'true');
    await expect.poll(async () => (await elements(ben.page)).length).toBe(before.length);
    await same();
    await shot('reloaded', ben);
  });
  await step('menu', async () => {
    await ada.page.keyboard.press('Escape');
    await ada.whiteboard.getByTestId('main-menu-trigger').click();
    await shot('menu');
    await ada.page.keyboard.press('Escape');
    await ada.whiteboard.locator('.App-toolbar__extra-tools-trigger').click();
    await shot('extra');
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('?');
    await ada.page.waitForTimeout(500);
    await shot('help');
    await ada.page.keyboard.press('Escape');
    await ada.page.mouse.click(1200, 400, { button: 'right' });
    await ada.page.waitForTimeout(300);
    await shot('context');
    await ada.page.keyboard.press('Escape');
  });
});
