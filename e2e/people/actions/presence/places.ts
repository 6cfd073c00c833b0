/** Actions within one window: tabs, reload, Back and Forward, a second tab, size and colours. */

import * as v from 'valibot';
import type { Place, Tab } from '../../model/model.ts';
import { type Action, action, noArgs } from '../action.ts';
import { arrived, arrivedAt } from '../boards/arriving.ts';

const tabs = { whiteboard: 'Whiteboard', tasks: 'Tasks' } as const;
const shown = v.object({ tab: v.picklist(['whiteboard', 'tasks']) });

const show = action<{ readonly tab: Tab }, void>({
  name: 'show a tab',
  weight: 3,
  args: shown,
  propose: (_, person) =>
    person.place === 'start' ? undefined : { tab: person.place.tab === 'tasks' ? 'whiteboard' : 'tasks' },
  isPossible: (_, person, { tab }) =>
    person.isRunning && person.place !== 'start' && person.place.tab !== tab,
  apply(_, person, { tab }) {
    if (person.place === 'start') return;
    person.place = { ...person.place, tab };
    person.history[person.historyAt] = person.place;
  },
  async perform(world, name, { tab }) {
    await world.window(name).page.getByRole('tab', { name: tabs[tab] }).click();
    await arrived(world, name, tab);
  },
  describe: ({ tab }) => `opens the tab “${tabs[tab]}”`,
});

const reload = action<object, Place>({
  name: 'reload',
  weight: 1.5,
  leaves: true,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) => person.isRunning && person.isOnline,
  apply(_, person) {
    person.arrive(person.place);
    return person.place;
  },
  async perform(world, name, _, place) {
    const window = world.window(name);
    await window.stored();
    await window.page.reload();
    await arrivedAt(world, name, place);
  },
  describe: () => 'reloads the page, once all changes are stored',
});

const back = action<object, Place>({
  name: 'back',
  weight: 1,
  leaves: true,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) => person.isRunning && person.isOnline && person.historyAt > 0,
  apply: (_, person) => person.travel(-1),
  async perform(world, name, _, place) {
    await world.window(name).page.goBack();
    await arrivedAt(world, name, place);
  },
  describe: () => 'presses the browser’s Back',
});

const forward = action<object, Place>({
  name: 'forward',
  weight: 4,
  leaves: true,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) =>
    person.isRunning && person.isOnline && person.historyAt < person.history.length - 1,
  apply: (_, person) => person.travel(1),
  async perform(world, name, _, place) {
    await world.window(name).page.goForward();
    await arrivedAt(world, name, place);
  },
  describe: () => 'presses the browser’s Forward',
});

const second = v.object({ afterwards: v.picklist(['closes it', 'continues in it']) });

const secondTab = action<v.InferOutput<typeof second>, Place>({
  name: 'second tab',
  weight: 0.7,
  leaves: true,
  args: second,
  propose: (_, __, random) => ({ afterwards: random.oneOf('closes it', 'continues in it') }),
  isPossible: (_, person) => person.isRunning && person.isOnline && person.place !== 'start',
  apply(_, person, { afterwards }) {
    if (afterwards === 'continues in it') person.begin(person.place);
    return person.place;
  },
  async perform(world, name, { afterwards }, place) {
    const window = world.window(name);
    const { instance } = window;
    await window.stored();
    const page = await instance.browser.newTab(instance.page.url());
    await page.getByText('This board is open in another window').waitFor();
    if (afterwards === 'closes it') {
      await page.close();
      return;
    }
    await instance.browser.moveTo(page);
    await page.getByRole('button', { name: 'Open it here' }).click();
    await arrivedAt(world, name, place);
  },
  describe: ({ afterwards }) =>
    afterwards === 'closes it'
      ? 'opens the board in a second tab, which reports that it is open already, and closes that tab'
      : 'opens the board in a second tab, closes the first, and clicks “Open it here” in the second',
});

const schemes = ['Light colours', 'Dark colours', 'Colours like the system'] as const;
const coloured = v.object({ scheme: v.picklist(schemes) });

const colour = action<v.InferOutput<typeof coloured>, void>({
  name: 'choose colours',
  weight: 0.5,
  args: coloured,
  propose: (_, __, random) => ({ scheme: random.oneOf(...schemes) }),
  isPossible: (_, person) => person.isRunning,
  apply: () => undefined,
  async perform(world, name, { scheme }) {
    const { page } = world.window(name);
    await page.getByRole('button', { name: 'Appearance' }).click();
    await page.getByRole('menuitem', { name: scheme }).click();
  },
  describe: ({ scheme }) => `chooses “${scheme}”`,
});

const sizes = [
  [1280, 800],
  [1120, 720],
  [1440, 900],
] as const;
const sized = v.object({ size: v.number() });

const resize = action<v.InferOutput<typeof sized>, void>({
  name: 'resize',
  weight: 0.5,
  args: sized,
  propose: (_, __, random) => ({ size: random.between(0, sizes.length - 1) }),
  isPossible: (_, person, { size }) => person.isRunning && sizes[size] !== undefined,
  apply: () => undefined,
  async perform(world, name, { size }) {
    const [width, height] = sizes[size] ?? sizes[0];
    await world.window(name).page.setViewportSize({ width, height });
  },
  describe: ({ size }) => `makes the window ${sizes[size]?.join(' × ')} pixels`,
});

export const placeActions: readonly Action[] = [show, reload, back, forward, secondTab, colour, resize];
