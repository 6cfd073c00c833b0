import { beforeEach, describe, expect, it } from 'vitest';
import { encodeSnapshot, type SnapshotBase, type SnapshotImage } from '../../paxos/catch-up/snapshot.ts';
import type { Applicable, Decided, Effects, Event, Restored, Write } from '../../paxos/effects.ts';
import { configuration } from '../../paxos/model/configuration.ts';
import { entryBytes, maxCommandBytes, noop } from '../../paxos/model/entry.ts';
import { replicaId, slot, type WriteNumber } from '../../paxos/model/ids.ts';
import { Author } from '../../paxos/testing/groups.ts';
import { maxWaitingBytes } from './applying.ts';
import { type Batch, type Engine, type LoopHost, ReplicaLoop } from './loop.ts';

const me = replicaId('a');

function baseOf(through: number): SnapshotBase {
  const voters = configuration(1, [me]);
  return { through: slot(through), epoch: slot(1), configuration: voters, sessions: [] };
}

const image: SnapshotImage = encodeSnapshot({ ...baseOf(9), state: Uint8Array.of(1, 2, 3) });
const restored: Restored = { type: 'restored', through: slot(9), state: Uint8Array.of(1, 2, 3) };

function decided(position: number, digestDue = false): Decided {
  return { type: 'decided', slot: slot(position), entry: noop, commands: [], digestDue };
}

function write(number: number, more: Partial<Write> = {}): Write {
  return { number: number as WriteNumber, generation: 1, records: [], ...more };
}

/** Steps of a preparation. */
const steps = 3;

describe('a snapshot that is received while the replica runs', () => {
  let log: string[];
  let events: Event[];
  let batches: Batch[];
  let failures: unknown[];
  let works: number;
  let digested: number;
  let script: Partial<Effects>[];
  let isBroken: boolean;
  let loop: ReplicaLoop;

  beforeEach(() => {
    [log, events, batches, failures, script, works, digested, isBroken] = [[], [], [], [], [], 0, 0, false];
    const engine: Engine = {
      step: (event) => void events.push(event),
      drain: () => ({ writes: [], messages: [], decided: [], trace: [], ...script.shift() }),
      status: () => {
        throw new Error('not needed');
      },
    };
    const host: LoopHost = {
      seal: (_, answer) => answer([]),
      decided: (slots) => void log.push(`decided ${slots.map((one) => one.slot).join()}`),
      restored: ({ through }) => log.push(`restored ${through}`) * 0,
      *preparing() {
        for (let step = 1; step < steps; step += 1) {
          log.push(`step ${step}`);
          yield;
        }
        if (isBroken) throw new Error('no board');
        log.push('prepared');
      },
      digest: () => log.join(),
      digestSome: () => {
        digested += 1;
        return false;
      },
      snapshot: () => {
        log.push('snapshot');
        return [new Uint8Array(4)];
      },
      write: (batch) => void batches.push(batch),
      saveSoon: () => undefined,
      workSoon: () => {
        works += 1;
      },
      send: () => undefined,
      failed: (error) => void failures.push(error),
    };
    loop = new ReplicaLoop(me, engine, host);
    loop.start();
  });

  /** The engine installs it, and decides further slots. */
  function receive(...more: readonly Applicable[]): void {
    script = [
      {
        decided: [decided(1), restored, ...more],
        writes: [write(1), write(2, { snapshot: image }), write(3)],
      },
    ];
    loop.step({ type: 'tick' });
  }

  function work(count: number): void {
    for (let at = 0; at < count; at += 1) loop.work();
  }

  it('is prepared in steps, and everything decided after it waits', () => {
    receive(decided(10, true));
    script = [{ decided: [decided(11)] }];
    loop.step({ type: 'tick' });
    expect(log).toEqual(['decided 1', 'step 1']);
    expect(works).toBeGreaterThan(0);
    work(steps);
    expect(log).toEqual([
      'decided 1',
      'step 1',
      'step 2',
      'prepared',
      'restored 9',
      'decided 10',
      'decided 11',
    ]);
    expect(events).toContainEqual({
      type: 'digest',
      slot: 10,
      digest: 'decided 1,step 1,step 2,prepared,restored 9,decided 10',
    });
  });

  it('is not hashed ahead with each tick while it is being prepared: the state is about to be replaced', () => {
    loop.step({ type: 'tick' });
    expect(digested).toBe(1);
    receive();
    const before = digested;
    loop.step({ type: 'tick' });
    expect(digested).toBe(before);
    work(steps);
    loop.step({ type: 'tick' });
    expect(digested).toBe(before + 1);
  });

  it('is stored only once it is restored, and the writes before it at once', () => {
    receive();
    expect(batches.map(({ writes }) => writes.map(({ number }) => number))).toEqual([[1]]);
    loop.saved();
    work(steps);
    expect(batches.at(-1)?.writes.map(({ number }) => number)).toEqual([2, 3]);
  });

  it('is not stored if it cannot be restored', () => {
    isBroken = true;
    receive();
    loop.saved();
    work(steps + 2);
    expect(failures).toEqual([new Error('no board')]);
    expect(log).not.toContain('restored 9');
    expect(batches.flatMap(({ writes }) => writes.map(({ number }) => number))).toEqual([1]);
  });

  it('is restored at once if the replica closes, so that all of it becomes durable', () => {
    receive(decided(10));
    loop.close();
    expect(log).toEqual(['decided 1', 'restored 9', 'decided 10']);
    expect(events.at(-1)).toEqual({ type: 'flush' });
    loop.saved();
    expect(batches.at(-1)?.writes.map(({ number }) => number)).toEqual([2, 3]);
  });

  it('makes no snapshot of the state before it', () => {
    receive();
    script = [{ decided: [decided(10)], snapshotDue: baseOf(10) }];
    loop.step({ type: 'tick' });
    work(steps);
    expect(log).toContain('decided 10');
    expect(log).not.toContain('snapshot');
  });

  it('waits while another one is prepared', () => {
    receive({ ...restored, through: slot(19) }, decided(20));
    work(2 * steps);
    expect(log.filter((line) => !line.startsWith('step'))).toEqual([
      'decided 1',
      'prepared',
      'restored 9',
      'prepared',
      'restored 19',
      'decided 20',
    ]);
  });

  it('is restored at once when many entries wait for it', () => {
    const entry = { type: 'commands' as const, groups: [new Author('b').group('x'.repeat(maxCommandBytes))] };
    const fitting = Math.floor(maxWaitingBytes / entryBytes(entry));
    const large = Array.from({ length: fitting + 1 }, (_, at) => ({ ...decided(10 + at, true), entry }));
    receive(...large.slice(0, -1));
    expect(log).not.toContain('restored 9');
    script = [{ decided: large.slice(-1) }];
    loop.step({ type: 'tick' });
    expect(log.slice(-fitting - 2)).toEqual(['restored 9', ...large.map(({ slot: at }) => `decided ${at}`)]);
    expect(events.filter(({ type }) => type === 'digest')).toHaveLength(large.length);
  });

  it('of the storage is restored at once when the replica starts', () => {
    const engine: Engine = {
      step: () => undefined,
      drain: () => ({ writes: [], messages: [], decided: [restored, decided(10)], trace: [] }),
      status: () => {
        throw new Error('not needed');
      },
    };
    const seen: string[] = [];
    const starting = new ReplicaLoop(me, engine, {
      seal: (_, answer) => answer([]),
      decided: (slots) => void seen.push(`decided ${slots.length}`),
      restored: () => seen.push('restored') * 0,
      preparing: () => {
        throw new Error('there is no time for steps');
      },
      digest: () => '',
      snapshot: () => [],
      write: () => undefined,
      saveSoon: () => undefined,
      workSoon: () => undefined,
      send: () => undefined,
      failed: (error) => void failures.push(error),
    });
    starting.start();
    expect(seen).toEqual(['restored', 'decided 1']);
    expect(failures).toEqual([]);
  });
});
