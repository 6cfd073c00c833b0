import { describe, expect, test, vi } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import type { Json } from '#shared/board/commands.ts';
import { maxElementBytes } from '#shared/board/limits.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { measureMilliseconds } from './changes/elements/unmeasured-texts.ts';
import { ada, create, openSession as open, patch } from './testing/open-session.ts';

describe('elements', () => {
  test('own patches are shown at once and are no news; others are', () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    session.patchElements([create('mine', { x: 1 })]);
    expect(session.element('mine')).toEqual({ id: 'mine', x: 1 });
    replica.decideSubmitted();
    frame();
    expect(changed).not.toHaveBeenCalled();
    replica.decide(replica.by(ada, patch({ id: 'mine', set: { x: 2 } }, create('other'))));
    frame();
    expect(changed.mock.calls).toEqual([[['mine', 'other']]]);
    expect(session.elements().map(({ id }) => id)).toEqual(['mine', 'other']);
  });

  test('a text that is merged while it is pending is named again when it settles, to be measured', () => {
    const { session, replica, frame } = open();
    session.patchElements([create('t', { type: 'text', originalText: 'a', text: 'a' })]);
    replica.decideSubmitted();
    frame();
    session.patchElements([{ id: 't', set: { originalText: 'a\nmine', text: 'a\nmine' } }]);
    const theirs = { originalText: 'a\ntheirs', text: 'a\ntheirs' };
    replica.decide(replica.by(ada, patch({ id: 't', set: theirs })));
    frame();
    expect(session.element('t')).toMatchObject({ originalText: 'a\ntheirs\nmine' });
    expect(session.mergedTexts.take()).toEqual([]);
    const changed = vi.fn();
    session.subscribeElements(changed);
    replica.decideSubmitted();
    frame();
    expect(changed.mock.calls).toEqual([[['t']]]);
    expect(session.mergedTexts.take()).toEqual(['t']);
  });

  test('a text that another person merged and left unmeasured is measured here after a while, once', async () => {
    const clock = new ManualClock();
    const { session, replica, frame } = open({ clock });
    const written = (text: string) =>
      patch({ id: 't', set: { originalText: text, text, height: 50 }, textWas: 'a' });
    const made = create('t', { type: 'text', originalText: 'a', text: 'a', height: 25 });
    replica.decide(replica.by(ada, patch(made)));
    replica.decide(replica.by(ada, written('a\nmilk')), replica.by(replicaId('ben-1'), written('a\nbread')));
    frame();
    expect(session.element('t')).toMatchObject({ originalText: 'a\nmilk\nbread' });
    const changed = vi.fn();
    session.subscribeElements(changed);
    await clock.advance(measureMilliseconds - 1);
    expect(session.mergedTexts.take()).toEqual([]);
    await clock.advance(1);
    frame();
    expect(changed.mock.calls).toEqual([[['t']]]);
    expect(session.mergedTexts.take()).toEqual(['t']);
    await clock.advance(10 * measureMilliseconds);
    expect(session.mergedTexts.take()).toEqual([]);
    await session.close();
    expect(clock.pending).toBe(0);
  });

  test('a text of this device that was merged before its page ended is measured after the next start', async () => {
    const clock = new ManualClock();
    const written = (text: string) =>
      patch({ id: 't', set: { originalText: text, text, height: 50 }, textWas: 'a' });
    const { session } = open({ clock }, (fake) => {
      const made = create('t', { type: 'text', originalText: 'a', text: 'a', height: 25 });
      fake.replay = [
        fake.decided(fake.by(ada, patch(made))),
        fake.decided(fake.by(ada, written('a\nmilk')), fake.by(fake.id, written('a\nbread'))),
      ];
    });
    await clock.advance(measureMilliseconds);
    expect(session.mergedTexts.take()).toEqual(['t']);
  });

  test('a text of many parts that is merged is named when its last part settles', () => {
    const { session, replica, frame } = open();
    session.patchElements([create('t', { type: 'text', originalText: 'a', text: 'a' })]);
    replica.decideSubmitted();
    const mine = `a\n${'long '.repeat(30_000)}`;
    session.patchElements([{ id: 't', set: { text: mine, originalText: mine } }]);
    const theirs = { originalText: 'a\ntheirs', text: 'a\ntheirs' };
    replica.decide(replica.by(ada, patch({ id: 't', set: theirs })));
    frame();
    expect(session.view().pendingChanges).toBeGreaterThan(1);
    replica.decideSubmitted();
    expect(session.element('t')?.originalText).toBe(mine.replace('a\n', 'a\ntheirs\n'));
    expect(session.mergedTexts.take()).toEqual(['t']);
  });

  test('a measure of a text that others have changed since has no effect, and no other one follows', () => {
    const { session, replica, frame } = open();
    session.patchElements([create('t', { type: 'text', originalText: 'a', text: 'a' })]);
    replica.decideSubmitted();
    session.mergedTexts.measured([{ id: 't', set: { originalText: 'a', width: 7 } }]);
    expect(session.element('t')).toMatchObject({ originalText: 'a', width: 7 });
    replica.decide(replica.by(ada, patch({ id: 't', set: { originalText: 'b', text: 'b', width: 9 } })));
    frame();
    replica.decideSubmitted();
    expect(session.element('t')).toMatchObject({ originalText: 'b', text: 'b', width: 9 });
    expect(session.mergedTexts.take()).toEqual([]);
  });

  test('a settled change is announced without waiting for a frame, also after an own change that waits for one; once', () => {
    const { session, replica, flushes, urgencies, frame } = open();
    frame();
    urgencies.splice(0);
    const changed = vi.fn();
    session.subscribeElements(changed);
    session.patchElements([create('mine')]);
    expect(urgencies).toEqual([false]);
    replica.decide(replica.by(ada, patch(create('other'))));
    expect(urgencies).toEqual([false, true]);
    flushes.pop()?.();
    expect(changed.mock.calls).toEqual([[['other']]]);
    const view = session.view();
    frame();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(session.view()).toBe(view);
  });

  test('a tie to a card is shown at once, and is news for the scene as well', () => {
    const { session, frame } = open();
    const changed = vi.fn();
    session.patchElements([create('a'), create('b')]);
    frame();
    session.subscribeElements(changed);
    session.tieElements(['a', 'b', 'absent'], 'card');
    expect(session.ties.elementsOf('card')).toEqual(['a', 'b']);
    frame();
    expect(changed.mock.calls).toEqual([[['a', 'b']]]);
    session.patchElements([{ id: 'a', set: { isDeleted: true } }]);
    expect(session.ties.elementsOf('card')).toEqual(['b']);
    session.tieElements(['b'], undefined);
    expect(session.ties.elementsOf('card')).toEqual([]);
    expect(session.element('b')).not.toHaveProperty('customData');
  });

  test('many patches go as few commands', () => {
    const { session, handedOver } = open();
    session.patchElements(Array.from({ length: 2500 }, (_, number) => create(`e${number}`)));
    expect(handedOver()).toHaveLength(3);
    expect(session.elements()).toHaveLength(2500);
  });

  test('no patches are no command', () => {
    const { session, handedOver } = open();
    session.patchElements([]);
    expect(handedOver()).toEqual([]);
  });

  test('a patch that fits into no command is refused alone, and its element shown again as it is', () => {
    const { session, handedOver, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    session.patchElements([
      create('a'),
      create('huge', { customData: { text: 'x'.repeat(300_000) } }),
      create('b'),
    ]);
    frame();
    expect(handedOver()).toEqual([patch(create('a'), create('b'))]);
    expect(session.view().notices.map(({ kind }) => kind)).toEqual([
      { type: 'refused', command: 'elements/patch', reason: 'too-large' },
    ]);
    expect(changed.mock.calls).toEqual([[['huge']]]);
  });

  test('a patch that this board refuses does not take others down with it', () => {
    const { session, handedOver, frame } = open();
    session.patchElements([
      create('a'),
      { id: 'gone', set: { x: 1 } },
      create('large', { text: 'x'.repeat(maxElementBytes) }),
      create('bad', { type: 'freedraw', points: null }),
      create('b'),
    ]);
    frame();
    expect(handedOver()).toEqual([patch(create('a')), patch(create('b'))]);
    expect(session.view().notices.map(({ kind }) => kind)).toMatchObject([
      { reason: 'no-such-element' },
      { reason: 'bad-element', property: 'points' },
      { reason: 'too-large' },
    ]);
  });

  test.each<[string, { readonly [property: string]: Json }]>([
    [
      'a stroke of 12,000 points',
      {
        type: 'freedraw',
        points: Array.from({ length: 12_000 }, (_, at) => [at / 3, at / 7]),
        pressures: Array.from({ length: 12_000 }, (_, at) => at / 12_345),
      },
    ],
    [
      'a text of 110,000 characters',
      { type: 'text', text: 'ö'.repeat(110_000), originalText: 'ö'.repeat(110_000) },
    ],
  ])('%s goes in several commands, and is there as a whole', (_, set) => {
    const { session, replica, frame } = open();
    session.patchElements([create('before'), create('large', set), create('after')]);
    frame();
    const commands = replica.submitted.length;
    expect(commands).toBeGreaterThan(2);
    expect(session.element('large')).toMatchObject(set);
    expect(session.view().notices).toEqual([]);
    replica.decideSubmitted();
    frame();
    expect(session.element('large')).toMatchObject(set);
    expect(session.view().pendingChanges).toBe(0);
    expect(session.view().notices).toEqual([]);
  });

  test('a change refused at its settlement is shown as the board has it', () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.patchElements([create('a', { x: 1 })]);
    session.subscribeElements(changed);
    const [command] = replica.submitted.splice(0);
    if (command === undefined) throw new Error('nothing was handed over');
    replica.decide({ ...command, body: new Uint8Array([0]) });
    frame();
    expect(session.element('a')).toBeUndefined();
    expect(changed.mock.calls).toEqual([[['a']]]);
    expect(session.view().notices).toHaveLength(1);
  });
});

describe('when a change cannot be taken', () => {
  test('a full outbox is reported, and the change is not shown', async () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    replica.problem = 'outboxFull';
    expect(await session.createTask('One too many', 'todo')).toEqual({
      status: 'refused',
      reason: 'too-many',
    });
    session.patchElements([create('a')]);
    frame();
    expect(session.view().tasks.todo).toEqual([]);
    expect(session.element('a')).toBeUndefined();
    expect(changed.mock.calls).toEqual([[['a']]]);
    expect(session.view().pendingChanges).toBe(0);
    const [first] = session.view().notices;
    expect(first?.kind).toEqual({ type: 'local', refusal: 'outboxFull' });
  });

  test('a stopped board says that the change was not taken', () => {
    const { session, replica, frame } = open();
    replica.problem = 'stopped';
    session.renameBoard('No');
    frame();
    expect(session.view().boardName).toBe('Plans');
    const [first] = session.view().notices;
    expect(first?.kind).toEqual({ type: 'local', refusal: 'stopped' });
  });
});
