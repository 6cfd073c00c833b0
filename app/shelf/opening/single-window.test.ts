import { expect, test } from 'vitest';
import { BoardOpenElsewhere } from '../../session/api.ts';
import {
  browserWindowSources,
  claimMilliseconds,
  singleWindow,
  type WindowSources,
} from './single-window.ts';

/** One browser: its windows share a manual clock, the channels and, if available, the locks. */
class Browser {
  #now = 0;
  #waits: { readonly at: number; readonly resolve: () => void }[] = [];
  readonly #channels = new Map<string, Set<(data: unknown) => void>>();
  readonly #locks = new Set<string>();

  window(nonce: string, kind: 'secure' | 'plain'): WindowSources {
    return {
      ...(kind === 'secure' ? { locks: { request: this.#request } } : {}),
      openChannel: (name) => this.#open(name),
      wait: (milliseconds) =>
        new Promise((resolve) => this.#waits.push({ at: this.#now + milliseconds, resolve })),
      nonce: () => nonce,
    };
  }

  async pass(milliseconds: number): Promise<void> {
    await settled();
    this.#now += milliseconds;
    const due = this.#waits.filter((wait) => wait.at <= this.#now);
    this.#waits = this.#waits.filter((wait) => wait.at > this.#now);
    for (const wait of due) wait.resolve();
    await settled();
  }

  say(name: string, data: unknown): void {
    for (const listener of this.#channels.get(name) ?? []) listener(data);
  }

  readonly #request = async (
    name: string,
    options: LockOptions | LockGrantedCallback<unknown>,
    callback?: LockGrantedCallback<unknown>,
  ): Promise<unknown> => {
    if (typeof options === 'function' || options.ifAvailable !== true || callback === undefined) {
      throw new Error('only ifAvailable is expected');
    }
    if (this.#locks.has(name)) return callback(null);
    this.#locks.add(name);
    try {
      return await callback({ name, mode: 'exclusive' });
    } finally {
      this.#locks.delete(name);
    }
  };

  #open(name: string) {
    const others = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, others);
    let mine: ((data: unknown) => void) | undefined;
    return {
      postMessage: (data: unknown) => {
        for (const listener of [...others]) if (listener !== mine) listener(data);
      },
      addEventListener: (_: 'message', listener: (event: { readonly data: unknown }) => void) => {
        mine = (data) => listener({ data });
        others.add(mine);
      },
      close: () => {
        if (mine !== undefined) others.delete(mine);
      },
    };
  }
}

/** Lets pending promises settle. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function outcomeOf<T>(promise: Promise<T>): { value?: T; error?: unknown } {
  const outcome: { value?: T; error?: unknown } = {};
  promise.then(
    (value) => {
      outcome.value = value;
    },
    (error) => {
      outcome.error = error;
    },
  );
  return outcome;
}

test.each(['secure', 'plain'] as const)(
  '%s: a second window is rejected until the first releases the board',
  async (kind) => {
    const browser = new Browser();
    const first = outcomeOf(singleWindow(browser.window('a', kind)).hold('board'));
    await browser.pass(claimMilliseconds);
    expect(first.value).toBeTypeOf('function');

    for (const nonce of ['0', 'b']) {
      const second = outcomeOf(singleWindow(browser.window(nonce, kind)).hold('board'));
      await browser.pass(claimMilliseconds);
      expect(second.error).toBeInstanceOf(BoardOpenElsewhere);
    }

    first.value?.();
    const third = outcomeOf(singleWindow(browser.window('c', kind)).hold('board'));
    await browser.pass(claimMilliseconds);
    expect(third.value).toBeTypeOf('function');
  },
);

test.each(['secure', 'plain'] as const)('%s: another board is free', async (kind) => {
  const browser = new Browser();
  const first = outcomeOf(singleWindow(browser.window('a', kind)).hold('board'));
  const other = outcomeOf(singleWindow(browser.window('b', kind)).hold('other'));
  await browser.pass(claimMilliseconds);
  expect(first.value).toBeTypeOf('function');
  expect(other.value).toBeTypeOf('function');
});

test('a page that is being reloaded may release its lock slightly late', async () => {
  const browser = new Browser();
  const old = outcomeOf(singleWindow(browser.window('a', 'secure')).hold('board'));
  await browser.pass(0);
  const reloaded = outcomeOf(singleWindow(browser.window('b', 'secure')).hold('board'));
  await browser.pass(claimMilliseconds / 2);
  old.value?.();
  await browser.pass(claimMilliseconds / 2);
  expect(reloaded.value).toBeTypeOf('function');
});

test.each([
  ['a', 'b'],
  ['b', 'a'],
])(
  'without locks, one of two windows that open it almost simultaneously gets it (%s first)',
  async (one, two) => {
    const browser = new Browser();
    const first = outcomeOf(singleWindow(browser.window(one, 'plain')).hold('board'));
    await browser.pass(claimMilliseconds / 2);
    const second = outcomeOf(singleWindow(browser.window(two, 'plain')).hold('board'));
    await browser.pass(claimMilliseconds / 2);
    await browser.pass(claimMilliseconds / 2);
    const winners = [first, second].filter((outcome) => outcome.value !== undefined);
    const losers = [first, second].filter((outcome) => outcome.error instanceof BoardOpenElsewhere);
    expect([winners.length, losers.length]).toEqual([1, 1]);
  },
);

test('a lost claim leaves no listener', async () => {
  const browser = new Browser();
  const first = outcomeOf(singleWindow(browser.window('b', 'plain')).hold('board'));
  await browser.pass(claimMilliseconds);
  const loser = outcomeOf(singleWindow(browser.window('a', 'plain')).hold('board'));
  await browser.pass(claimMilliseconds);
  expect(loser.error).toBeInstanceOf(BoardOpenElsewhere);
  first.value?.();
  const third = outcomeOf(singleWindow(browser.window('c', 'plain')).hold('board'));
  await browser.pass(claimMilliseconds);
  expect(third.value).toBeTypeOf('function');
});

test('malformed messages on the channel are ignored', async () => {
  const browser = new Browser();
  const first = outcomeOf(singleWindow(browser.window('a', 'plain')).hold('board'));
  await settled();
  for (const nonsense of [
    null,
    7,
    'held',
    {},
    { type: 'held' },
    { type: 'held', nonce: 7 },
    { type: 'claim' },
  ]) {
    browser.say('paxboard-window-board', nonsense);
  }
  await browser.pass(claimMilliseconds);
  expect(first.value).toBeTypeOf('function');
});

test('a failing lock manager is an error, not a lock', async () => {
  const sources: WindowSources = {
    ...new Browser().window('a', 'plain'),
    locks: { request: async () => Promise.reject(new DOMException('denied', 'SecurityError')) },
  };
  await expect(singleWindow(sources).hold('board')).rejects.toThrow('denied');
});

test('this runtime offers channels and distinct nonces', () => {
  const sources = browserWindowSources();
  const channel = sources.openChannel('paxboard-window-test');
  channel.close();
  expect(sources.nonce()).toMatch(/^[0-9a-f]{32}$/);
  expect(sources.nonce()).not.toBe(sources.nonce());
});
