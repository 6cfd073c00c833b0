import { beforeEach, describe, expect, it } from 'vitest';
import { Board } from '#shared/board/board.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { ask } from '#shared/board/testing/authors.ts';
import { linkCodeMilliseconds, offerOf, proofOf } from '#shared/invite/link-code.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Result } from '../result.ts';
import { DeviceLinking } from './device-linking.ts';

const [laptop, phone, mallory] = ['laptop', 'phone', 'mallory'].map(replicaId) as [
  ReplicaId,
  ReplicaId,
  ReplicaId,
];

let board: Board;
let time: number;
let timers: { readonly at: number; readonly run: () => void }[];
/** Commands that are submitted, and not settled yet. */
let pending: (() => void)[];
let log: [ReplicaId, BoardCommandBody['type']][];
let windows: DeviceLinking[];

beforeEach(() => {
  board = new Board();
  for (const id of [laptop, phone, mallory]) ask(board, id, { type: 'member/introduce', name: id });
  time = 1_700_000_000_000;
  timers = [];
  pending = [];
  log = [];
  windows = [];
});

function open(me: ReplicaId, seed = 1): DeviceLinking {
  const opened = new DeviceLinking({
    me,
    settled: () => board,
    now: () => time,
    random: (bytes) => Uint8Array.from({ length: bytes }, (_, at) => seed * 31 + at * 7),
    clock: {
      after: (ms, run) => {
        const timer = { at: time + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
    },
    submit: (body) =>
      new Promise<Result>((resolve) => {
        pending.push(() => {
          log.push([me, body.type]);
          resolve(ask(board, me, body));
        });
      }),
    changed: () => undefined,
  });
  windows.push(opened);
  return opened;
}

/** Everything settles, and every window sees it. */
async function settle(): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    for (const run of pending.splice(0)) run();
    await new Promise(setImmediate);
    for (const window of windows) window.update();
  }
}

async function offered(from: DeviceLinking): Promise<string> {
  from.offer('Laptop');
  await settle();
  if (from.state.step !== 'offering' || from.state.code === undefined) throw new Error('no code');
  return from.state.code;
}

/** The laptop has submitted the admission of the phone, which is not settled. */
async function admitting() {
  const one = open(laptop);
  const code = await offered(one);
  const two = open(phone);
  two.ask(code, 'Phone');
  for (const run of pending.splice(0)) run();
  one.update();
  expect(pending).toHaveLength(1);
  return { one, two, code };
}

describe('a code of one device', () => {
  it('is shown once the offer is settled, and links the device on which it is entered', async () => {
    const [one, two] = [open(laptop), open(phone)];
    one.offer('Laptop');
    expect(one.state).toEqual({ step: 'offering', endsAt: time + linkCodeMilliseconds });
    const code = await offered(one);
    expect(two.ask(code.toLowerCase().replaceAll('-', ' '), 'Phone')).toBe('asked');
    expect(two.state).toEqual({ step: 'asking', of: laptop });
    await settle();
    expect([one.state, two.state]).toEqual([
      { step: 'linked', device: phone },
      { step: 'linked', device: phone },
    ]);
    expect(board.personOf(phone)).toBe(laptop);
    expect([laptop, phone].map((id) => board.member(id)?.device)).toEqual(['Laptop', 'Phone']);
    expect(timers).toEqual([]);
  });

  it('is nowhere in the log', async () => {
    const one = open(laptop);
    const code = await offered(one);
    open(phone).ask(code, 'Phone');
    await settle();
    const bytes = Buffer.from(board.snapshot()).toString('latin1');
    expect(bytes).not.toContain(code);
    expect(bytes).not.toContain(code.replaceAll('-', ''));
  });

  it.each([
    ['nonsense', 'not-a-code'],
    ['0000-0000-0000', 'unknown'],
  ] as const)('is not %s', async (text, problem) => {
    await offered(open(laptop));
    const two = open(phone);
    expect(two.ask(text, 'Phone')).toBe(problem);
    expect(two.state).toEqual({ step: 'none' });
  });

  it('is not entered on the same device', async () => {
    const one = open(laptop);
    const code = await offered(one);
    expect(one.ask(code, 'Laptop')).toBe('own');
    expect(one.state).toMatchObject({ step: 'offering', code });
  });

  it('works once', async () => {
    const one = open(laptop);
    const code = await offered(one);
    open(phone).ask(code, 'Phone');
    await settle();
    expect(open(mallory).ask(code, 'Third')).toBe('unknown');
  });

  it('ends after ten minutes, by the timer or by the clock', async () => {
    for (const byTimer of [true, false]) {
      const one = open(laptop);
      const code = await offered(one);
      const two = open(phone);
      // The request arrives just too late.
      if (byTimer) for (const { run } of timers) run();
      else time += linkCodeMilliseconds;
      two.ask(code, 'Phone');
      await settle();
      expect(one.state).toEqual({ step: 'ended' });
      expect(two.state).toEqual({ step: 'ended' });
      expect(board.personOf(phone)).toBe(phone);
      expect(log.map(([, type]) => type)).not.toContain('member/link-admit');
      expect([laptop, phone].map((id) => board.member(id)?.offer ?? board.member(id)?.asks)).toEqual([
        undefined,
        undefined,
      ]);
      windows = [];
    }
  });

  it.each(['timer', 'clock'])(
    'links a device that was admitted in time, although it ends by the %s meanwhile',
    async (by) => {
      const { one, two, code } = await admitting();
      if (by === 'timer') for (const { run } of timers) run();
      else time += linkCodeMilliseconds;
      one.update();
      expect(open(mallory).ask(code, 'Third')).toBe('asked');
      await settle();
      expect([one.state, two.state]).toEqual([
        { step: 'linked', device: phone },
        { step: 'linked', device: phone },
      ]);
      expect(board.personOf(mallory)).toBe(mallory);
    },
  );

  it('ends with the dialog, with a new code, and with the window', async () => {
    const one = open(laptop);
    const first = await offered(one);
    one.cancel();
    await settle();
    expect(one.state).toEqual({ step: 'none' });
    expect(open(phone).ask(first, 'Phone')).toBe('unknown');
    const second = await offered(open(laptop, 2));
    await offered(open(laptop, 3));
    expect(open(phone).ask(second, 'Phone')).toBe('unknown');
    // The app starts again: the code is lost with the window.
    windows = [];
    open(laptop);
    await settle();
    expect(board.member(laptop)?.offer).toBeUndefined();
  });

  it('is withdrawn on the second device when that stops waiting', async () => {
    const one = open(laptop);
    const code = await offered(one);
    const two = open(phone);
    two.ask(code, 'Phone');
    two.cancel();
    await settle();
    expect(two.state).toEqual({ step: 'none' });
    expect(board.personOf(phone)).toBe(phone);
    expect(board.member(phone)?.asks).toBeUndefined();
  });

  it.each(['first', 'second'])(
    'links nothing if the %s device stops waiting while the admission is under way',
    async (which) => {
      const { one, two } = await admitting();
      (which === 'first' ? one : two).cancel();
      await settle();
      expect(log.map(([, type]) => type)).toContain('member/link-admit');
      expect(board.personOf(phone)).toBe(phone);
      expect((which === 'first' ? one : two).state).toEqual({ step: 'none' });
    },
  );

  it('unlinks nobody if it is cancelled while an admission is under way that is refused', async () => {
    ask(board, phone, { type: 'member/role', id: phone, role: 'owner', name: 'Phone' });
    const { one } = await admitting();
    one.cancel();
    await settle();
    expect(log.map(([, type]) => type)).not.toContain('member/unlink');
  });

  it('names the reason on the first device if the link is refused, and ends on the second', async () => {
    ask(board, phone, { type: 'member/role', id: phone, role: 'owner', name: 'Phone' });
    const one = open(laptop);
    const code = await offered(one);
    const two = open(phone);
    two.ask(code, 'Phone');
    await settle();
    expect(one.state).toEqual({ step: 'failed', reason: 'last-owner' });
    expect(two.state).toEqual({ step: 'ended' });
  });
});

describe('a member that has no code', () => {
  it('is not admitted with the proof of another, an old one, or an invented one', async () => {
    const one = open(laptop);
    const code = await offered(one);
    const hash = offerOf(code, laptop);
    for (const proof of [proofOf(code, laptop, phone), proofOf(code, mallory, mallory), 'x'.repeat(43)]) {
      ask(board, mallory, { type: 'member/link-ask', id: laptop, offer: hash, proof, device: 'Mine' });
      await settle();
      expect(board.personOf(mallory)).toBe(mallory);
      expect(one.state).toMatchObject({ step: 'offering', code });
    }
    // The code still links the right device.
    open(phone).ask(code, 'Phone');
    await settle();
    expect(board.personOf(phone)).toBe(laptop);
  });

  it('does not attract a device by the hash of another’s offer', async () => {
    const one = open(laptop);
    const code = await offered(one);
    ask(board, mallory, { type: 'member/link-offer', offer: offerOf(code, laptop), device: 'Mine' });
    const two = open(phone);
    two.ask(code, 'Phone');
    expect(two.state).toEqual({ step: 'asking', of: laptop });
    await settle();
    expect(board.personOf(phone)).toBe(laptop);
  });
});
