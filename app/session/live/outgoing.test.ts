import { describe, expect, it } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import type { Json } from '#shared/board/commands.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { decodeSessionMessage, encodeSessionMessage } from '#shared/wire/frame.ts';
import { maxPathPoints, maxPreviews, type Presence } from '#shared/wire/presence.ts';
import { Others } from './others.ts';
import {
  keepAliveMilliseconds,
  Outgoing,
  outgoingBytesPerSecond,
  updateMilliseconds,
  wholeMilliseconds,
} from './outgoing.ts';
import type { Pointer } from './whereabouts.ts';

const bob = replicaId('bob');
const cleo = replicaId('cleo');
const me = replicaId('me');

function sending() {
  const clock = new ManualClock();
  const sent: {
    readonly to: string;
    readonly message: Presence;
    readonly bytes: number;
    readonly at: number;
  }[] = [];
  const busy = new Set<string>();
  const outgoing = new Outgoing({
    clock,
    send: (to, message) => {
      const encoded = encodeSessionMessage(message);
      const decoded = decodeSessionMessage(encoded);
      if (!decoded.ok) throw new Error(decoded.problem);
      sent.push({ to, message: decoded.message, bytes: encoded.byteLength, at: clock.now() });
      return encoded.byteLength;
    },
    isClear: (to) => !busy.has(to),
  });
  return { clock, sent, busy, outgoing, take: () => sent.splice(0).map(({ message }) => message) };
}

const at = (x: number): Pointer => ({ x, y: 0, tool: 'pointer', pressed: false });
const line = (count: number): Json => Array.from({ length: count }, (_, x) => [x, x / 2]);
const stroke = (count: number) => ({ type: 'freedraw', x: 5, y: 5, points: line(count), pressures: [] });

describe('where a person is', () => {
  it('is sent at the end if it has just changed: a person who leaves is not shown any longer', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.show({ pointer: at(1) });
    outgoing.linkUp(bob);
    await clock.advance(100);
    take();
    outgoing.show({ pointer: null });
    outgoing.stop();
    expect(take()).toEqual([{ type: 'presence', pointer: null }]);
    expect(clock.pending).toBe(0);
  });

  it('is said whole to a new link, and then as it changes', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.show({ tab: 'tasks', pointer: null });
    expect(take()).toEqual([]);
    outgoing.linkUp(bob);
    expect(take()).toEqual([
      { type: 'presence', tab: 'tasks', activity: 'active', pointer: null, selected: [], viewport: null },
    ]);
    await clock.advance(100);
    outgoing.show({ pointer: at(3) });
    outgoing.show({ pointer: at(3) });
    await clock.advance(100);
    expect(take()).toEqual([{ type: 'presence', pointer: at(3) }]);
  });

  it('is said at most 30 times a second, the newest in the end, and nothing while nothing changes', async () => {
    const { clock, outgoing, sent } = sending();
    outgoing.linkUp(bob);
    await clock.advance(1000);
    sent.splice(0);
    for (let x = 0; x < 1000; x += 1) {
      outgoing.show({ pointer: at(x) });
      await clock.advance(1);
    }
    expect(sent.length).toBeLessThanOrEqual(30);
    await clock.advance(updateMilliseconds);
    expect(sent.at(-1)?.message.pointer).toEqual(at(999));
    const before = sent.length;
    await clock.advance(60_000);
    expect(sent).toHaveLength(before);
    expect(clock.pending).toBe(0);
  });

  it('waits while a connection is busy, and then is only the newest; the others do not wait', async () => {
    const { clock, outgoing, sent, busy } = sending();
    outgoing.linkUp(bob);
    outgoing.linkUp(cleo);
    await clock.advance(100);
    sent.splice(0);
    busy.add(bob);
    for (let x = 0; x < 20; x += 1) {
      outgoing.show({ pointer: at(x) });
      await clock.advance(50);
    }
    expect(sent.filter(({ to }) => to === bob)).toEqual([]);
    expect(sent.filter(({ to }) => to === cleo).length).toBe(20);
    busy.clear();
    await clock.advance(100);
    expect(sent.filter(({ to }) => to === bob).map(({ message }) => message)).toEqual([
      { type: 'presence', pointer: at(19) },
    ]);
  });

  it('is said whole now and then, in case something was dropped on the way', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.linkUp(bob);
    await clock.advance(wholeMilliseconds);
    take();
    outgoing.show({ pointer: at(1) });
    await clock.advance(0);
    expect(take()).toMatchObject([{ pointer: at(1), tab: 'whiteboard', selected: [], viewport: null }]);
  });

  it('is not said to a link that is down, or after the end', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.linkUp(bob);
    take();
    outgoing.linkDown(bob);
    outgoing.show({ pointer: at(1) });
    await clock.advance(1000);
    outgoing.linkUp(bob);
    outgoing.stop();
    take();
    outgoing.show({ pointer: at(2) });
    await clock.advance(1000);
    expect(take()).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('an unfinished gesture', () => {
  it('ends with one message for all that changes with it, after the task in which it ends', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.linkUp(bob);
    outgoing.draw([['s', stroke(3)]]);
    await clock.advance(100);
    take();
    outgoing.show({ pointer: at(3) });
    outgoing.show({ selected: ['s'] });
    outgoing.end(['s'], () => true);
    // The change itself is sent in this task.
    expect(take()).toEqual([]);
    await clock.advance(100);
    const ended = [{ id: 's', kept: true }];
    expect(take()).toEqual([{ type: 'presence', pointer: at(3), selected: ['s'], ended }]);
  });

  it('ends without a wait for its turn, as its change would arrive before, and the next message waits longer', async () => {
    const { clock, outgoing, sent } = sending();
    outgoing.linkUp(bob);
    await clock.advance(1000);
    sent.splice(0);
    const start = clock.now();
    outgoing.draw([['s', { x: 1 }]]);
    await clock.advance(1);
    outgoing.end(['s'], () => true);
    await clock.advance(1);
    outgoing.draw([['s', { x: 2 }]]);
    await clock.advance(1000);
    const times = sent.map(({ message, at: time }) => [message.ended?.length ?? 0, time - start]);
    expect(times.slice(0, 3)).toEqual([
      [0, 0],
      [1, 1],
      [0, 2 * updateMilliseconds],
    ]);
  });

  it('is sent as its additions, and looks the same at the other end', async () => {
    const { clock, outgoing, sent } = sending();
    const others = new Others(clock, { moved: () => undefined, previewed: () => undefined });
    outgoing.linkUp(bob);
    for (let count = 1; count <= 1500; count += 7) {
      outgoing.draw([['s', stroke(count)]]);
      await clock.advance(10);
    }
    await clock.advance(1000);
    for (const { message } of sent) others.receive(me, message);
    expect(others.look('s')).toEqual({ ...stroke(1499) });
    // Each point was sent once, not with each message.
    const points = sent.flatMap(
      ({ message }) => message.previews?.flatMap(({ path }) => path?.steps ?? []) ?? [],
    );
    expect(points).toHaveLength(2 * 1499);
  });

  it('says each property again only when it changes', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.linkUp(bob);
    await clock.advance(100);
    take();
    outgoing.draw([['r', { x: 1, width: 5 }]]);
    await clock.advance(100);
    outgoing.draw([['r', { x: 2, width: 5 }]]);
    await clock.advance(100);
    expect(take().flatMap(({ previews = [] }) => previews)).toEqual([
      { id: 'r', set: { x: 1, width: 5 } },
      { id: 'r', set: { x: 2 } },
    ]);
  });

  it('comes in messages of bounded size and rate, however much it is', async () => {
    const { clock, outgoing, sent } = sending();
    outgoing.linkUp(bob);
    await clock.advance(1000);
    sent.splice(0);
    const start = clock.now();
    for (let round = 0; round < 30; round += 1) {
      outgoing.draw(
        Array.from({ length: 150 }, (_, id) => [
          `e${id}`,
          id < 5
            ? stroke(1000 + round * 300)
            : { type: 'text', text: '漢'.repeat(900) + round, x: round, strokeColor: '#123456' },
        ]),
      );
      await clock.advance(50);
    }
    const seconds = (clock.now() - start) / 1000;
    const bytes = sent.reduce((sum, each) => sum + each.bytes, 0);
    expect(bytes).toBeLessThan(outgoingBytesPerSecond * (seconds + 1));
    expect(sent.length).toBeLessThanOrEqual(30 * seconds + 1);
    for (const { message } of sent) {
      const steps = message.previews?.flatMap(({ path }) => path?.steps ?? []) ?? [];
      expect(steps.length).toBeLessThanOrEqual(2 * maxPathPoints);
    }
    const ids = new Set(sent.flatMap(({ message }) => message.previews?.map(({ id }) => id) ?? []));
    expect(ids.size).toBeLessThanOrEqual(maxPreviews);
  });

  it('that is larger than a message is not shown before it is a change', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.linkUp(bob);
    outgoing.draw([['t', { type: 'text', text: 'a'.repeat(6000) }]]);
    await clock.advance(500);
    expect(take().flatMap(({ previews = [] }) => previews)).toEqual([]);
  });

  it('is sent again while it rests, and its end is sent once to each peer that received it', async () => {
    const { clock, outgoing, take } = sending();
    outgoing.linkUp(bob);
    outgoing.draw([['r', { x: 1 }]]);
    await clock.advance(100);
    take();
    await clock.advance(3 * keepAliveMilliseconds + 100);
    expect(take()).toEqual(new Array(3).fill({ type: 'presence', previews: [{ id: 'r', set: {} }] }));
    outgoing.linkUp(cleo);
    outgoing.linkDown(cleo);
    outgoing.end(['r', 'unknown'], () => true);
    await clock.advance(5000);
    expect(take().filter(({ ended }) => ended !== undefined)).toEqual([
      { type: 'presence', ended: [{ id: 'r', kept: true }] },
    ]);
    expect(clock.pending).toBe(0);
  });
});
