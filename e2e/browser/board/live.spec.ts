import type { Page } from '@playwright/test';
import { excalidrawApp } from '../../page/excalidraw-app.ts';
import { liveScene } from '../../page/live-scene.ts';
import { expect, test } from '../../processes/instances.ts';

/** Records the number of strokes that the page shows in each frame, in `window.strokeCounts`. */
async function watchStrokes(page: Page): Promise<void> {
  const found = await page.evaluateHandle(excalidrawApp);
  await found.evaluate((app) => {
    const counts: number[] = [];
    const count = (): void => {
      counts.push(app?.getSceneElements().filter(({ type }) => type === 'freedraw').length ?? 0);
      requestAnimationFrame(count);
    };
    count();
    Reflect.set(window, 'strokeCounts', counts);
  });
}

test('people see each other’s pointers and unfinished strokes, and follow one another; a viewer shows only a pointer', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  const link = await ada.inviteLink();
  const viewLink = await ada.inviteLink('Can view');
  const [ben, vera] = await Promise.all([instances.start('Ben'), instances.start('Vera')]);
  await Promise.all([ben.join(link), vera.join(viewLink)]);
  for (const one of [ada, ben, vera]) {
    await one.showWhiteboard();
    await one.expectPeople(3);
  }
  const seenBy = async (page: Page, name: string) =>
    (await liveScene(page)).others.find((other) => other.name === name);

  await test.step('pointers are shown with names and separate colours, including a viewer’s', async () => {
    await ben.page.mouse.move(600, 400);
    await vera.page.mouse.move(700, 500);
    for (const [page, name] of [
      [ada.page, 'Ben'],
      [ada.page, 'Vera'],
      [ben.page, 'Vera'],
      [vera.page, 'Ben'],
    ] as const) {
      await expect.poll(async () => (await seenBy(page, name))?.pointer !== undefined).toBe(true);
    }
    expect((await seenBy(ada.page, 'Ben'))?.colour).not.toBe((await seenBy(ada.page, 'Vera'))?.colour);
  });

  await test.step('a pen’s stroke is shown before it is finished, with its pressure, and does not flicker at its end', async () => {
    await ben.whiteboard.getByTestId('toolbar-freedraw').click({ force: true });
    await watchStrokes(ada.page);
    const devtools = await ben.browser.context.newCDPSession(ben.page);
    const pen = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number) =>
      devtools.send('Input.dispatchMouseEvent', {
        type,
        x,
        y: 350 + 40 * Math.sin(x / 40),
        pointerType: 'pen',
        button: 'left',
        buttons: type === 'mouseReleased' ? 0 : 1,
        clickCount: 1,
        force: type === 'mouseReleased' ? 0 : (x - 400) / 500,
      });
    await pen('mousePressed', 450);
    for (let x = 460; x <= 800; x += 10) await pen('mouseMoved', x);
    await expect.poll(async () => (await liveScene(ada.page)).elements[0]?.points ?? 0).toBeGreaterThan(20);
    // The preview is not a change yet.
    await ada.expectElements(0);
    await pen('mouseReleased', 800);
    await ada.expectElements(1);
    const [stroke] = (await liveScene(ada.page)).elements;
    expect(stroke).toMatchObject({ type: 'freedraw', locked: false });
    const drawn = (await liveScene(ben.page)).elements[0]?.pressures ?? [];
    expect(Math.min(...drawn.slice(0, -1))).toBeLessThan(0.3);
    expect(Math.max(...drawn)).toBeGreaterThan(0.7);
    // The last preview, which is rounded, may be shown for a moment yet.
    await expect.poll(async () => (await liveScene(ada.page)).elements[0]?.pressures).toEqual(drawn);
    const counts = await ada.page.evaluate((): number[] => Reflect.get(window, 'strokeCounts'));
    const shown = counts.slice(counts.indexOf(1));
    expect(shown.every((count) => count === 1)).toBe(true);
    await ada.expectSettled();
  });

  await test.step('following shows the other person’s view, until the follower moves the view', async () => {
    await ada.page.getByRole('button', { name: 'Ben is on the whiteboard. Follow' }).click();
    await expect.poll(async () => (await liveScene(ada.page)).follows).toBe('Ben');
    await ben.page.mouse.move(600, 400);
    await ben.page.mouse.wheel(0, 900);
    const shows = async () => {
      const [own, theirs] = [(await liveScene(ada.page)).viewport, (await liveScene(ben.page)).viewport];
      const [left, top, right, bottom] = own.map((value, at) => Math.round(value - (theirs[at] ?? 0)));
      return (
        theirs[1] > 500 &&
        [left, top].every((out = 1) => out <= 1) &&
        [right, bottom].every((out = -1) => out >= -1)
      );
    };
    await expect.poll(shows).toBe(true);
    await ada.showTasks();
    await ben.page.mouse.wheel(0, 300);
    await expect.poll(async () => (await liveScene(ben.page)).viewport[1]).toBeGreaterThan(1000);
    await ada.showWhiteboard();
    await expect.poll(shows).toBe(true);
    await ada.page.setViewportSize({ width: 700, height: 800 });
    await expect.poll(shows).toBe(true);
    await ada.page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(shows).toBe(true);
    // The pointer is still where it was pressed.
    await expect(ada.page.getByRole('tooltip')).toHaveCount(0);
    await ada.page.mouse.move(600, 400);
    await ada.page.mouse.wheel(0, -200);
    await expect.poll(async () => (await liveScene(ada.page)).follows).toBe(undefined);
    await ben.page.mouse.wheel(0, 900);
    await expect.poll(async () => (await liveScene(ben.page)).viewport[1]).toBeGreaterThan(1500);
    expect(await shows()).toBe(false);
  });

  await test.step('an avatar in the header shows the tab of its person, and opens it', async () => {
    await ben.showTasks();
    await ada.page.getByRole('button', { name: 'Ben is in the tasks. Go there' }).click();
    await expect(ada.page.getByRole('tab', { name: 'Tasks' })).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('on return from the tasks the toolbar is the same one', async () => {
    await ada.showWhiteboard();
    const tool = ada.whiteboard.getByTestId('toolbar-rectangle');
    const before = await tool.elementHandle();
    await ada.showTasks();
    await expect(tool).toBeHidden();
    await ada.showWhiteboard();
    await expect(tool).toBeVisible();
    // Excalidraw renders the other toolbar after its next frame.
    await ada.page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))));
    expect(await tool.evaluate((element, earlier) => element === earlier, before)).toBe(true);
  });

  await test.step('a tool that is chosen again right after a shape draws another one', async () => {
    const before = Number(await ada.whiteboard.getAttribute('data-element-count'));
    const devtools = await ada.page.context().newCDPSession(ada.page);
    // As on a slow computer: the toolbar follows late.
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 10 });
    for (const x of [400, 500, 600, 700]) {
      await ada.whiteboard.getByTestId('toolbar-diamond').click({ force: true });
      await ada.page.mouse.move(x, 300);
      await ada.page.mouse.down();
      await ada.page.mouse.move(x + 60, 360, { steps: 2 });
      await ada.page.mouse.up();
    }
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await ada.expectElements(before + 4);
  });
});
