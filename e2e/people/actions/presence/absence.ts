/** Actions: lose the network, be killed, quit, and return. */

import type { Place } from '../../model/model.ts';
import { type Action, action, noArgs } from '../action.ts';
import { arrived, openFromList, titlesOf } from '../boards/arriving.ts';

/** Console errors of an offline page: Excalidraw fetches a font on its first use. */
const offlineErrors = /ERR_INTERNET_DISCONNECTED|Failed to load font .*NetworkError/;

const goOffline = action<object, void>({
  name: 'go offline',
  weight: 1.2,
  leaves: true,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) => person.isRunning && person.isOnline && person.place !== 'start',
  apply(model, person) {
    person.isOnline = false;
    person.offlineSince = model.burst;
  },
  async perform(world, name) {
    const window = world.window(name);
    window.instance.errors.expect(offlineErrors);
    await window.instance.browser.context.setOffline(true);
    await window.cutConnections();
  },
  describe: () => 'pulls the network cable: HTTP and WebSockets fail, connections to the others are closed',
});

const goOnline = action<object, void>({
  name: 'go online',
  weight: 8,
  args: noArgs,
  propose: () => ({}),
  isPossible: (model, person) => person.isRunning && !person.isOnline && person.offlineSince < model.burst,
  apply(_, person) {
    person.isOnline = true;
  },
  async perform(world, name) {
    await world.window(name).instance.browser.context.setOffline(false);
  },
  describe: () => 'plugs in the network cable',
});

const kill = action<object, void>({
  name: 'kill',
  weight: 1,
  leaves: true,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) => person.isRunning,
  apply: (_, person) => person.end(),
  async perform(world, name) {
    const window = world.window(name);
    await window.stored();
    await window.instance.kill();
  },
  describe: () => 'loses power (kill -9), once all changes are stored',
});

const quit = action<object, void>({
  name: 'quit',
  weight: 0.7,
  leaves: true,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) => person.isRunning,
  apply: (_, person) => person.end(),
  async perform(world, name) {
    const window = world.window(name);
    await window.stored();
    await window.instance.quit();
  },
  describe: () => 'closes the browser, once all changes are stored',
});

const returnToBoard = action<object, { readonly place: Place; readonly titles: readonly string[] }>({
  name: 'return',
  weight: 12,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) => !person.isRunning,
  apply(model, person) {
    person.isRunning = true;
    const { returnsTo } = person;
    person.begin('start');
    if (returnsTo !== undefined) person.go({ board: returnsTo, tab: 'whiteboard' });
    return { place: person.place, titles: returnsTo === undefined ? [] : titlesOf(model, person, returnsTo) };
  },
  async perform(world, name, _, { place, titles }) {
    const { instance } = world.window(name);
    await instance.start();
    if (place === 'start') return;
    await openFromList(world, name, titles);
    await arrived(world, name, 'whiteboard');
  },
  describe: () => 'starts the browser again, and opens the board that was open',
});

export const absenceActions: readonly Action[] = [goOffline, goOnline, kill, quit, returnToBoard];
