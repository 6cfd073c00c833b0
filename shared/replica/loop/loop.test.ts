import { describe, expect, it } from 'vitest';
import type { Effects, Event, Write } from '../../paxos/effects.ts';
import type { Message } from '../../paxos/messages.ts';
import { type Group, noDigest } from '../../paxos/model/entry.ts';
import { replicaId, type WriteNumber } from '../../paxos/model/ids.ts';
import { groupOf } from '../../paxos/testing/groups.ts';
import { type Batch, type Engine, type LoopHost, maxAwaitedBytes, ReplicaLoop } from './loop.ts';

const me = replicaId('me');
const leader = replicaId('leader');
const proposal: Event = {
  type: 'receive',
  from: leader,
  message: { type: 'mark', generation: 1, number: 1 },
};

/**
 * An engine that sends submitted commands to a leader, if there is one, again with each tick, and writes for each
 * received message.
 */
class PlayedEngine implements Engine {
  readonly #hasLeader: boolean;
  #groups: readonly Group[] = [];
  #effects: Partial<Effects> = {};

  constructor(hasLeader: boolean) {
    this.#hasLeader = hasLeader;
  }

  step(event: Event): void {
    if (event.type === 'submit') this.#groups = [event.group];
    const isSent = event.type === 'submit' || event.type === 'tick';
    if (isSent && this.#hasLeader && this.#groups.length > 0) {
      const message: Message = { type: 'submit', generation: 1, groups: this.#groups, forwarded: false };
      this.#effects = { messages: [{ to: leader, message }] };
    }
    if (event.type === 'receive') {
      const write: Write = { number: 1 as WriteNumber, generation: 1, records: [] };
      this.#effects = { writes: [write] };
    }
  }

  drain(): Effects {
    const effects = { writes: [], messages: [], decided: [], trace: [], ...this.#effects };
    this.#effects = {};
    return effects as Effects;
  }

  status(): never {
    throw new Error('unreachable');
  }
}

/** Signs at once. */
const signing: Pick<LoopHost, 'seal'> = {
  seal: ({ drafts }, answer) =>
    answer(
      drafts.map(
        (draft): Group => ({
          ...groupOf(draft.origin, draft.first),
          ...draft,
          previous: noDigest,
        }),
      ),
    ),
};

function running(hasLeader: boolean, seals: Pick<LoopHost, 'seal'> = signing) {
  const batches: { readonly commands: number; readonly writes: number }[] = [];
  const loop = new ReplicaLoop(me, new PlayedEngine(hasLeader), {
    write: ({ outbox, writes }: Batch) => {
      const commands = outbox.append.reduce((sum, { bodies }) => sum + bodies.length, 0);
      batches.push({ commands, writes: writes.length });
    },
    ...seals,
    saveSoon: () => undefined,
    workSoon: () => undefined,
    send: () => undefined,
    decided: () => undefined,
    restored: () => 0,
    digest: () => '',
    snapshot: () => [],
    failed: (error) => {
      throw error;
    },
  });
  loop.start();
  const submit = (bytes = 1): void => {
    loop.submit(new Uint8Array(bytes));
    loop.save();
  };
  return { loop, batches, submit };
}

describe('commands on their way to the leader', () => {
  it('are stored in one batch with what their proposal has to be stored', () => {
    const { loop, batches, submit } = running(true);
    submit();
    expect(batches).toEqual([]);
    loop.step(proposal);
    expect(batches).toEqual([{ commands: 1, writes: 1 }]);
  });

  it('are stored with the next tick if no proposal is received, also if that sends them again', () => {
    const { loop, batches, submit } = running(true);
    submit();
    loop.step({ type: 'tick' });
    expect(batches).toEqual([{ commands: 1, writes: 0 }]);
  });

  it('are stored when further ones are submitted, which are in the next group', () => {
    const { loop, batches, submit } = running(true);
    submit();
    submit();
    submit();
    expect(batches).toEqual([{ commands: 1, writes: 0 }]);
    loop.saved();
    loop.step(proposal);
    expect(batches.slice(1)).toEqual([{ commands: 2, writes: 1 }]);
  });

  it('are stored at once if the page may end, or the device closes', () => {
    for (const end of ['holdBack', 'close'] as const) {
      const { loop, batches, submit } = running(true);
      submit();
      loop[end]();
      expect(batches).toEqual([{ commands: 1, writes: 0 }]);
    }
  });

  it('are stored at once if a link closes: it may be the one to the leader', () => {
    const { loop, batches, submit } = running(true);
    submit();
    loop.step({ type: 'link', peer: leader, state: 'down' });
    expect(batches).toEqual([{ commands: 1, writes: 0 }]);
  });

  it('are stored at once if they are large', () => {
    const { batches, submit } = running(true);
    submit(maxAwaitedBytes);
    expect(batches).toEqual([{ commands: 1, writes: 0 }]);
  });

  it('are stored with the tick that follows, if the storage was busy meanwhile', () => {
    const { loop, batches, submit } = running(true);
    loop.step(proposal);
    submit();
    loop.step({ type: 'tick' });
    loop.saved();
    expect(batches).toEqual([
      { commands: 0, writes: 1 },
      { commands: 1, writes: 0 },
    ]);
  });

  it('are not stored by a replica that was halted', () => {
    const { loop, batches, submit } = running(true);
    submit();
    loop.halt();
    loop.step({ type: 'tick' });
    loop.holdBack();
    expect(batches).toEqual([]);
  });
});

it('stores commands at once that no leader receives', () => {
  const { batches, submit } = running(false);
  submit();
  expect(batches).toEqual([{ commands: 1, writes: 0 }]);
});

it('stores commands as soon as they are signed, without another event', () => {
  const signatures: (() => void)[] = [];
  const { batches, submit } = running(false, {
    seal: (unsealed, answer) => signatures.push(() => signing.seal(unsealed, answer)),
  });
  submit();
  expect(batches).toEqual([]);
  for (const sign of signatures) sign();
  expect(batches).toEqual([{ commands: 1, writes: 0 }]);
});
