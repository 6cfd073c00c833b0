import { describe, expect, it } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { maxPreviews, type Presence } from '#shared/wire/presence.ts';
import {
  keptPreviewMilliseconds,
  lingerMilliseconds,
  Others,
  outdatedPreviewMilliseconds,
  silentPreviewMilliseconds,
} from './others.ts';

const bob = replicaId('bob');
const cleo = replicaId('cleo');

function hearing() {
  const clock = new ManualClock();
  const previewed: string[] = [];
  let moves = 0;
  const others = new Others(clock, {
    moved: () => {
      moves += 1;
    },
    previewed: (ids) => previewed.push(...ids),
  });
  return {
    clock,
    others,
    moves: () => moves,
    previewed: () => previewed.splice(0),
    hear: (message: Omit<Presence, 'type'>, from = bob) =>
      others.receive(from, { type: 'presence', ...message }),
  };
}

const pointer = { x: 1, y: 2, tool: 'laser', pressed: true } as const;

describe('others', () => {
  it('are where their messages put together say', () => {
    const { others, hear, moves } = hearing();
    hear({ tab: 'tasks', activity: 'active', pointer: null, selected: ['a'], viewport: null });
    hear({ pointer });
    hear({ tab: 'whiteboard' });
    expect(others.whereabouts()).toEqual(
      new Map([[bob, { tab: 'whiteboard', activity: 'active', pointer, selected: ['a'], viewport: null }]]),
    );
    expect(moves()).toBe(3);
    hear({ pointer: { ...pointer } });
    expect(moves()).toBe(3);
  });

  it('are still shown for a while when their link is down, and go unless another comes up', async () => {
    const { clock, others, hear, previewed } = hearing();
    hear({ pointer, previews: [{ id: 'a', set: { x: 1 } }] });
    hear({ pointer }, cleo);
    others.linkDown(bob);
    await clock.advance(lingerMilliseconds / 2);
    others.linkUp(bob);
    await clock.advance(10 * lingerMilliseconds);
    expect(others.whereabouts().has(bob)).toBe(true);
    others.linkDown(bob);
    await clock.advance(lingerMilliseconds + 1000);
    expect([...others.whereabouts().keys()]).toEqual([cleo]);
    expect(previewed()).toEqual(['a', 'a']);
    expect(clock.pending).toBe(0);
  });

  it('are gone at once, with what they draw, when they are removed from the board', () => {
    const { others, hear, previewed } = hearing();
    hear({ pointer, previews: [{ id: 'a', set: { x: 1 } }] });
    others.forget([bob]);
    expect(others.whereabouts().size).toBe(0);
    expect(others.look('a')).toBeUndefined();
    expect(previewed()).toEqual(['a', 'a']);
  });
});

describe('unfinished gestures of others', () => {
  it('combines their messages, without invisible properties', () => {
    const { others, hear, previewed } = hearing();
    hear({
      previews: [
        {
          id: 's',
          set: {
            type: 'freedraw',
            x: 1,
            groupIds: ['g'],
            boundElements: [],
            customData: { a: 1 },
            id: 'other',
          },
          path: { from: 0, steps: [100, 100], pressures: [500] },
        },
      ],
    });
    hear({ previews: [{ id: 's', set: { x: 2 }, path: { from: 1, steps: [100, 0], pressures: [1000] } }] });
    expect(others.look('s')).toEqual({
      type: 'freedraw',
      x: 2,
      points: [
        [1, 1],
        [2, 1],
      ],
      pressures: [0.5, 1],
    });
    expect([...others.ids()]).toEqual(['s']);
    expect(previewed()).toEqual(['s', 's']);
  });

  it('that became a change is shown until the change is there', () => {
    const { others, hear } = hearing();
    hear({ previews: [{ id: 'a', set: { x: 1 } }] });
    others.settled('a');
    expect(others.look('a')).toEqual({ x: 1 });
    hear({ ended: [{ id: 'a', kept: true }] });
    expect(others.look('a')).toEqual({ x: 1 });
    others.settled('a');
    expect(others.look('a')).toBeUndefined();
  });

  it('that is one change is over when the change is there, before its end is reported', () => {
    const { others, hear, previewed } = hearing();
    hear({ previews: [{ id: 'a', set: { type: 'ellipse', x: 1 } }] });
    hear({ previews: [{ id: 't', set: { text: 'Rope', originalText: 'Rope' } }] });
    previewed();
    others.changed(cleo, [{ id: 'a', create: true, set: { x: 2 } }]);
    expect(others.look('a')).toEqual({ type: 'ellipse', x: 1 });
    others.changed(bob, [
      { id: 'a', create: true, set: { x: 2 } },
      { id: 't', set: { originalText: 'Rope!', text: 'Rope!' } },
    ]);
    expect(previewed()).toEqual(['a', 't']);
    expect([others.look('a'), others.look('t')]).toEqual([undefined, undefined]);
    // Sent before the change.
    hear({ previews: [{ id: 'a', set: { x: 1.5 } }] });
    expect(others.look('a')).toBeUndefined();
    hear({ ended: [{ id: 'a', kept: true }] });
    hear({ previews: [{ id: 'a', set: { x: 7 } }] });
    expect(others.look('a')).toEqual({ x: 7 });
  });

  it('stays when the change of the gesture before it is there', () => {
    const { others, hear } = hearing();
    hear({ previews: [{ id: 't', set: { text: 'Rope', originalText: 'Rope' } }] });
    hear({ ended: [{ id: 't', kept: true }] });
    hear({ previews: [{ id: 't', set: { text: 'Ropes', originalText: 'Ropes' } }] });
    others.changed(bob, [{ id: 't', set: { originalText: 'Rope', text: 'Rope' } }]);
    expect(others.look('t')).toMatchObject({ text: 'Ropes' });
    others.changed(bob, [{ id: 't', set: { originalText: 'Ropes', text: 'Ropes' } }]);
    expect(others.look('t')).toBeUndefined();
  });

  it('that moves an element is shown for a moment only, if a change is there before its end is reported', async () => {
    const { clock, others, hear } = hearing();
    const move = [{ id: 'a', set: { x: 2 } }];
    hear({ previews: [{ id: 'a', set: { x: 1 } }] });
    await clock.advance(10);
    others.changed(bob, move);
    expect(others.look('a')).toEqual({ x: 1 });
    hear({ ended: [{ id: 'a', kept: true }] });
    expect(others.look('a')).toEqual({ x: 1 });
    await clock.advance(outdatedPreviewMilliseconds + 500);
    expect(others.look('a')).toBeUndefined();

    // The change is older than the latest message.
    hear({ previews: [{ id: 'a', set: { x: 3 } }] });
    others.changed(bob, move);
    await clock.advance(10);
    hear({ previews: [{ id: 'a', set: { x: 4 } }] });
    hear({ ended: [{ id: 'a', kept: true }] });
    await clock.advance(outdatedPreviewMilliseconds + 500);
    expect(others.look('a')).toEqual({ x: 4 });
  });

  it('that became a change which never comes is shown for a while', async () => {
    const { clock, others, hear, previewed } = hearing();
    hear({ previews: [{ id: 'a', set: { x: 1 } }] });
    hear({ ended: [{ id: 'a', kept: true }] });
    previewed();
    await clock.advance(keptPreviewMilliseconds + 1000);
    expect(others.look('a')).toBeUndefined();
    expect(previewed()).toEqual(['a']);
  });

  it('that came to nothing goes at once', () => {
    const { others, hear, previewed } = hearing();
    hear({ previews: [{ id: 'a', set: { x: 1 } }] });
    hear({ ended: [{ id: 'a', kept: false }] });
    expect(others.look('a')).toBeUndefined();
    expect(previewed()).toEqual(['a', 'a']);
  });

  it('goes when its author is silent, and stays while it is mentioned', async () => {
    const { clock, others, hear } = hearing();
    hear({ previews: [{ id: 'a', set: { x: 1 } }] });
    for (let second = 0; second < 10; second += 1) {
      hear({ previews: [{ id: 'a', set: {} }] });
      await clock.advance(1000);
    }
    expect(others.look('a')).toEqual({ x: 1 });
    await clock.advance(silentPreviewMilliseconds);
    expect(others.look('a')).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('is the latest message, if two people work on one element', async () => {
    const { clock, others, hear } = hearing();
    hear({ previews: [{ id: 'a', set: { x: 1 } }] }, cleo);
    await clock.advance(10);
    hear({ previews: [{ id: 'a', set: { x: 2 } }] });
    expect(others.look('a')).toEqual({ x: 2 });
  });

  it('continues from its place when one gesture follows another', () => {
    const { others, hear } = hearing();
    hear({ previews: [{ id: 'a', set: { x: 1, width: 7 } }] });
    hear({ ended: [{ id: 'a', kept: true }], previews: [{ id: 'a', set: { x: 2 } }] });
    others.settled('a');
    expect(others.look('a')).toEqual({ x: 2, width: 7 });
  });

  it('is bounded for each person', () => {
    const { others, hear } = hearing();
    for (let id = 0; id < 3 * maxPreviews; id += 1) hear({ previews: [{ id: `e${id}`, set: { x: 1 } }] });
    hear({ previews: [{ id: 'b', set: { x: 1 } }] }, cleo);
    expect([...others.ids()]).toHaveLength(maxPreviews + 1);
  });
});
