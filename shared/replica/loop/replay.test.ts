import { beforeEach, describe, expect, it } from 'vitest';
import type { Decided, Event } from '../../paxos/effects.ts';
import type { Command } from '../../paxos/model/entry.ts';
import { noop } from '../../paxos/model/entry.ts';
import { replicaId, slot } from '../../paxos/model/ids.ts';
import { type Engine, ReplicaLoop } from './loop.ts';

const me = replicaId('me');

/** Slots in the stored log, each with a command. */
const slots = 1_000;

function decided(position: number): Decided {
  const command: Command = { origin: me, sequence: position, body: Uint8Array.of(1) };
  return {
    type: 'decided',
    slot: slot(position),
    entry: noop,
    commands: [command],
    digestDue: position === 300,
  };
}

describe('a log that is replayed at the start', () => {
  /** The number of the last applied command. */
  let applied: number;
  let stepped: { readonly event: Event; readonly applied: number }[];
  let writes: number;
  /** Calls that have worked ahead for the next digest. */
  let digested: number;
  let loop: ReplicaLoop;

  beforeEach(() => {
    [applied, stepped, writes, digested] = [0, [], 0, 0];
    let isDrained = false;
    const engine: Engine = {
      step: (event) => void stepped.push({ event, applied }),
      drain: () => {
        const log = Array.from({ length: isDrained ? 0 : slots }, (_, at) => decided(at + 1));
        isDrained = true;
        return { writes: [], messages: [], decided: log, trace: [] };
      },
      status: () => {
        throw new Error('not needed');
      },
    };
    loop = new ReplicaLoop(me, engine, {
      seal: (_, answer) => answer([]),
      decided: (run) => {
        applied = run.at(-1)?.slot ?? applied;
      },
      restored: () => 0,
      digest: () => `through ${applied}`,
      digestSome: () => {
        digested += 1;
        return digested < 5;
      },
      snapshot: () => [],
      write: () => {
        writes += 1;
      },
      saveSoon: () => undefined,
      workSoon: () => undefined,
      send: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
  });

  it('is applied in short steps', () => {
    const steps = loop.starting();
    let most = 0;
    for (let before = 0; steps.next().done !== true; before = applied)
      most = Math.max(most, applied - before);
    expect(applied).toBe(slots);
    expect(most).toBeLessThanOrEqual(64);
  });

  it('is applied as a whole by a start without steps', () => {
    loop.start();
    expect(applied).toBe(slots);
  });

  it('gives the digest at the slot that requires one', () => {
    loop.start();
    expect(stepped.map(({ event }) => event)).toEqual([{ type: 'digest', slot: 300, digest: 'through 300' }]);
  });

  it('works for the digest in steps, before the slot that requires it', () => {
    const steps = loop.starting();
    const before: [number, number][] = [];
    while (steps.next().done !== true) before.push([applied, digested]);
    expect(before.filter(([through]) => through === 299).map(([, calls]) => calls)).toEqual([0, 1, 2, 3, 4]);
    expect(digested).toBe(5);
  });

  it('precedes the events that arrive between two steps', () => {
    const steps = loop.starting();
    steps.next();
    loop.step({ type: 'tick' });
    loop.save();
    expect(stepped).toEqual([]);
    while (steps.next().done !== true) expect(applied).toBeGreaterThan(0);
    expect(stepped).toContainEqual({ event: { type: 'tick' }, applied: slots });
  });

  it('ends if the loop is closed: nothing more is applied, and nothing is written', () => {
    const steps = loop.starting();
    steps.next();
    const before = applied;
    loop.close();
    expect(steps.next().done).toBe(true);
    loop.save();
    expect({ applied, writes, stepped }).toEqual({ applied: before, writes: 0, stepped: [] });
  });
});
