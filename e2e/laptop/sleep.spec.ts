/** Sleep and shutdown as logind announces them on the system bus: the app hands over before the machine stops, and returns at once. */

import type { Laptop } from './laptop.ts';
import { expect, type Laptops, test } from './laptop-test.ts';
import { Logind } from './parts/logind.ts';

/** More than the window needs by itself, and less than the app waits for it. */
const leaveMilliseconds = 1500;

test('a leader hands over before its machine sleeps, and is back at once when it wakes', async ({
  laptops,
}) => {
  const all = await boardOfThree(laptops);
  const { leader } = await all[1].laptop.people();
  const sleeper = all.find(({ laptop }) => laptop.name === leader);
  const [awake, other] = all.filter((one) => one !== sleeper).map(({ laptop }) => laptop);
  if (sleeper === undefined || awake === undefined || other === undefined)
    throw new Error('one of them leads');
  const { laptop, logind } = sleeper;
  const row = await awake.person(laptop.name);
  await expect(row).toHaveAttribute('data-leads', 'true');

  await laptop.page.evaluate(leaveSlowly, leaveMilliseconds);
  const delay = await logind.prepareFor('sleep');
  expect(delay).toBeGreaterThan(leaveMilliseconds);
  const wakeUp = laptop.app.freeze();
  const sleptAt = performance.now();
  // Sooner than the others could detect that it sleeps.
  await expect(row).toHaveAttribute('data-leads', 'false', { timeout: 1000 });
  await awake.closeDialog();
  await awake.addTask('While one sleeps');
  await awake.expectSettled();
  const settled = performance.now() - sleptAt;
  await other.showTasks();
  await other.expectTask('While one sleeps');

  wakeUp();
  await logind.wake();
  const wokenAt = performance.now();
  // Chromium closes all TCP connections when the system sleeps, also that of its DevTools.
  await laptop.meetPage();
  await laptop.showTasks();
  await laptop.expectTask('While one sleeps');
  await laptop.addTask('Awake again');
  await laptop.expectSettled();
  const back = performance.now() - wokenAt;
  for (const one of all) await one.laptop.expectReachable(3, 3);
  expect(await logind.isDelayed('sleep')).toBe(true);
  print({ 'sleep delayed by': delay, 'others settle after': settled, 'back after': back });
});

test('a voter hands its vote over before its machine shuts down, and keeps the latest change', async ({
  laptops,
}) => {
  const { laptop: ada, logind } = await powered('Ada', laptops);
  const ben = await laptops.open('Ben');
  await ada.start();
  await ada.createBoard('Harbour');
  await ben.start({ args: [await ada.deepLink()] });
  await ben.acceptInvite();
  // Another member takes over the vote only if it has been linked for two seconds, which no window shows.
  await ben.page.waitForTimeout(2500);
  await ada.addTask('Written last');

  const delay = await logind.prepareFor('shutdown');
  await ada.app.cutPower();
  await ben.addTask('Alone');
  await ben.expectSettled();
  await ben.expectTask('Written last');
  await ada.start();
  await expect(ada.page.getByTestId('last-run')).toHaveCount(0);
  print({ 'shutdown delayed by': delay });
});

/** Runs in a page: the window's part of leaving takes this time longer, milliseconds. */
function leaveSlowly(milliseconds: number): void {
  const bridge = Reflect.get(globalThis, 'paxboard');
  bridge.onLifeStep(() => new Promise((resolve) => setTimeout(resolve, milliseconds)));
}

interface Powered {
  readonly laptop: Laptop;
  readonly logind: Logind;
}

async function boardOfThree(laptops: Laptops): Promise<readonly [Powered, Powered, Powered]> {
  const ada = await powered('Ada', laptops);
  const ben = await powered('Ben', laptops);
  const cleo = await powered('Cleo', laptops);
  await ada.laptop.start();
  await ada.laptop.createBoard('Harbour');
  const args = [await ada.laptop.deepLink()];
  for (const { laptop } of [ben, cleo]) {
    await laptop.start({ args });
    await laptop.acceptInvite();
  }
  for (const { laptop } of [ada, ben, cleo]) await laptop.expectReachable(3, 3);
  return [ada, ben, cleo];
}

async function powered(name: string, laptops: Laptops): Promise<Powered> {
  const laptop = await laptops.open(name);
  return { laptop, logind: await Logind.start(laptop.login) };
}

function print(milliseconds: Readonly<Record<string, number>>): void {
  const parts = Object.entries(milliseconds).map(([what, time]) => `${what} ${Math.round(time)} ms`);
  process.stdout.write(`      ${parts.join('; ')}\n`);
}
