import { beforeEach, describe, expect, it } from 'vitest';
import { StoreCorrupted } from '#app/store/errors.ts';
import { decodeSnapshot, type SnapshotBase } from '#shared/paxos/catch-up/snapshot.ts';
import type { Event } from '#shared/paxos/effects.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { slot } from '#shared/paxos/model/ids.ts';
import { Author } from '#shared/paxos/testing/groups.ts';
import { asBytes, asText, settle } from './testing/recording.ts';
import { bob, decided, restored, Setup, write } from './testing/scripted-replica.ts';

let setup: Setup;

function due(through: number): SnapshotBase {
  const voters = configuration(1, [bob]);
  return { through: slot(through), epoch: slot(1), configuration: voters, sessions: [] };
}

function stateOf(event: Event): unknown {
  const snapshot = event.type === 'compact' ? decodeSnapshot(event.image) : undefined;
  return snapshot === undefined ? undefined : JSON.parse(asText(snapshot.state));
}

beforeEach(() => {
  setup = new Setup();
});

describe('the state machine', () => {
  const asked = () => setup.engine.events.filter(({ type }) => type === 'digest' || type === 'compact');

  it('computes its digest right after the slot that needs it, not after later ones', () => {
    setup.start();
    setup.engine.script = [
      {
        decided: [
          decided(1, 'bob', 1),
          decided(2, 'bob', 2, true),
          decided(3, 'bob', 3),
          decided(4, 'bob', 4, true),
        ],
      },
    ];
    setup.tick();
    expect(setup.recording.asked).toEqual(['decided 1,2', 'digest', 'decided 3,4', 'digest']);
    expect(asked()).toEqual([
      { type: 'digest', slot: 2, digest: 'after bob1,bob2' },
      { type: 'digest', slot: 4, digest: 'after bob1,bob2,bob3,bob4' },
    ]);
  });

  it('works ahead for its digest with each tick', () => {
    setup.start();
    const before = setup.recording.digestedAhead;
    for (let ticks = 0; ticks < 3; ticks += 1) setup.tick();
    expect(setup.recording.digestedAhead - before).toBe(3);
  });

  it('makes a snapshot of everything decided, step by step, while later slots are decided', () => {
    setup.start();
    setup.engine.script = [
      { decided: [decided(1, 'bob', 1), decided(2, 'bob', 2)], snapshotDue: due(2) },
      { decided: [decided(3, 'bob', 3)], snapshotDue: due(3) },
    ];
    for (let ticks = 0; ticks < 10; ticks += 1) setup.tick();
    expect(setup.recording.asked).toEqual(['decided 1,2', 'snapshot', 'decided 3']);
    expect(asked()).toMatchObject([{ type: 'compact', base: { through: 2 }, image: { through: 2 } }]);
    expect(asked().map(stateOf)).toEqual([{ texts: ['bob1', 'bob2'], sessions: { bob: 2 } }]);
  });

  it('receives a snapshot in its place among the decided slots', () => {
    setup.start();
    setup.engine.script = [
      {
        decided: [decided(1, 'bob', 1), restored(9, ['a', 'b'], { bob: 8 }), decided(10, 'bob', 9)],
        snapshotDue: due(10),
      },
    ];
    for (let ticks = 0; ticks < 10; ticks += 1) setup.tick();
    expect(setup.recording.asked).toEqual(['decided 1', 'restored 9', 'decided 10', 'snapshot']);
    expect(setup.recording.texts).toEqual(['a', 'b', 'bob9']);
    expect(asked()).toMatchObject([{ type: 'compact', base: { through: 10 } }]);
  });

  it('reports the own commands that a snapshot covers, which are dropped', async () => {
    setup.start();
    for (const texts of [['w', 'x'], ['y']]) {
      for (const text of texts) setup.replica.submit(asBytes(text));
      await settle(1);
      await setup.store.confirm();
    }
    setup.engine.script = [{ decided: [restored(9, [], { me: 2, bob: 7 })] }];
    setup.tick();
    expect(setup.replica.pendingCommands().map(({ sequence }) => sequence)).toEqual([3]);
    setup.engine.script = [{ writes: [{ ...write(1), decidedThrough: slot(9) }] }];
    setup.tick();
    expect(setup.store.batches.at(-1)?.outbox?.remove).toEqual([1]);
  });

  it('drops them at the start, too, before the rest is resubmitted', () => {
    const author = new Author('me', 3);
    const outbox = [3, 4].map((sequence) => author.group(`me${sequence}`));
    setup = new Setup({
      opened: { outbox, nextSequence: 5 },
      script: [{ decided: [restored(9, [], { me: 3 })] }],
    });
    setup.start();
    expect(setup.engine.of('submit')).toMatchObject([{ group: { first: 4 } }]);
  });

  it('stops the replica with a reason if it cannot read a snapshot, and stores nothing of it', async () => {
    setup.start();
    setup.recording.restored = () => {
      throw new StoreCorrupted('no board');
    };
    setup.engine.script = [{ decided: [restored(9, [], {})], writes: [write(1)] }];
    setup.tick();
    expect(setup.recording.halts).toEqual([{ reason: 'storage', fault: { type: 'corrupted' } }]);
    await settle(1);
    expect(setup.store.batches).toEqual([]);
  });
});
