/** The pictures in `docs/screenshots`: three people plan a harbour festival. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance } from '../processes/instance.ts';
import { expect, test } from '../processes/instances.ts';

const folder = join(import.meta.dirname, '../../docs/screenshots');
const board = 'Harbour festival';

test('screenshots', async ({ instances }) => {
  mkdirSync(folder, { recursive: true });
  const everyone = await instances.three(board);
  const [ada, ben, cleo] = everyone;
  await showUsualAddress(ada);
  // The others receive that address, at which no host listens.
  for (const one of everyone) one.errors.expect(/ws:\/\/192\.168\.1\.20:7420\/signal/);
  await drawPlan(ada);
  await fillTasks(ada, ben, cleo);
  for (const one of everyone) {
    await one.expectElements(planElements);
    await one.expectSettled();
  }
  await ben.page.waitForFunction(() => document.fonts.status === 'loaded');

  for (const scheme of ['light', 'dark'] as const) {
    await ada.page.emulateMedia({ colorScheme: scheme });
    const picture = (name: string) => takePicture(ada, `${name}-${scheme}`);
    await ada.showWhiteboard();
    await picture('whiteboard');
    await ada.showTasks();
    await picture('tasks');
    await ada.page.getByRole('button', { name: /^People: / }).click();
    await expect(ada.page.getByTestId('people-list')).toBeVisible();
    await picture('people');
    await ada.closeDialog();
    await ada.showWhiteboard();
    await ada.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(ada.page.getByTestId('invite-link')).toBeVisible();
    await picture('invite');
    await ada.closeDialog();
  }

  await ada.page.getByRole('button', { name: 'Back to boards' }).click();
  for (const scheme of ['light', 'dark'] as const) {
    await ada.page.emulateMedia({ colorScheme: scheme });
    await expect(ada.recentBoards).toHaveCount(1);
    await takePicture(ada, `start-${scheme}`);
  }
});

/** Replaces the machine's real address with a common private one. */
async function showUsualAddress(one: Instance): Promise<void> {
  await one.page.route('**/host.json', async (route) => {
    const answer = await route.fetch();
    const info = { ...(await answer.json()), addresses: ['http://192.168.1.20:7420'], name: 'studio-laptop' };
    await route.fulfill({ response: answer, json: info });
  });
}

/** Takes a screenshot once all animations and notices have ended, without a tooltip. */
async function takePicture(one: Instance, name: string): Promise<void> {
  await one.page.mouse.move(640, 790);
  await one.page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
  await expect(one.page.locator('.mantine-Notification-root')).toHaveCount(0);
  await one.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

type Point = readonly [x: number, y: number];

/** Excalidraw's quick choices of a background. */
const colours = { red: '#ffc9c9', green: '#b2f2bb', blue: '#a5d8ff', yellow: '#ffec99' } as const;

interface Box {
  readonly tool: 'rectangle' | 'ellipse' | 'diamond';
  readonly from: Point;
  readonly to: Point;
  readonly text: string;
  readonly colour: keyof typeof colours;
}

const boxes: readonly Box[] = [
  { tool: 'ellipse', from: [330, 180], to: [510, 270], text: 'Idea', colour: 'yellow' },
  { tool: 'rectangle', from: [620, 180], to: [800, 270], text: 'Permit', colour: 'blue' },
  { tool: 'diamond', from: [900, 155], to: [1110, 295], text: 'Weather?', colour: 'red' },
  { tool: 'rectangle', from: [330, 430], to: [510, 520], text: 'Boats', colour: 'blue' },
  { tool: 'rectangle', from: [620, 430], to: [800, 520], text: 'Music', colour: 'blue' },
  { tool: 'ellipse', from: [915, 430], to: [1095, 520], text: 'Festival!', colour: 'green' },
];

const arrows: readonly (readonly [Point, Point])[] = [
  [
    [520, 225],
    [610, 225],
  ],
  [
    [810, 225],
    [890, 225],
  ],
  [
    [1005, 305],
    [1005, 420],
  ],
  [
    [520, 475],
    [610, 475],
  ],
  [
    [810, 475],
    [905, 475],
  ],
];

/** Each box has its text as a separate element. */
const planElements = boxes.length * 2 + arrows.length;

async function drawPlan(ada: Instance): Promise<void> {
  let elements = 0;
  for (const box of boxes) {
    await ada.draw(box);
    await ada.page.getByTestId(`color-top-pick-${colours[box.colour]}`).click();
    await ada.page.mouse.dblclick((box.from[0] + box.to[0]) / 2, (box.from[1] + box.to[1]) / 2);
    await ada.page.keyboard.type(box.text);
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('Escape');
    elements += 2;
    await ada.expectElements(elements);
  }
  for (const [from, to] of arrows) {
    await ada.draw({ tool: 'arrow', from, to });
    await ada.page.keyboard.press('Escape');
    elements += 1;
    await ada.expectElements(elements);
  }
  await ada.page.mouse.click(800, 680);
}

async function fillTasks(ada: Instance, ben: Instance, cleo: Instance): Promise<void> {
  for (const one of [ada, ben, cleo]) await one.showTasks();
  await ada.addTask('Ask the harbour office for a permit');
  await ada.addTask('Find a band that plays on deck');
  await ben.addTask('Count the life jackets');
  await cleo.addTask('Print the posters');
  await ben.addTask('Order rope and fenders', 'Doing');
  await cleo.addTask('Invite the rowing club', 'Doing');
  await ada.addTask('Choose a date', 'Done');
  await claim(ben, 'Order rope and fenders');
  await claim(cleo, 'Invite the rowing club');
  await claim(ada, 'Find a band that plays on deck');
}

async function claim(one: Instance, title: string): Promise<void> {
  await expect(one.task(title)).toHaveAttribute('data-pending', 'false');
  await one.claim(title);
  await expect(one.task(title)).toHaveAttribute('data-claimed-by', one.name);
}
