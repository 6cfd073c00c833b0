import { describe, expect, it } from 'vitest';
import { History, type Step, type Steps } from './history.ts';

const step = (body: string): Step<string> => [{ did: body, back: `not ${body}` }];

function history(earlier: Steps<string> | undefined) {
  let [reads, changes] = [0, 0];
  const one: History<string> = new History({
    bytesOf: (body) => body.length,
    changed: () => {
      changes += 1;
    },
  });
  one.restoreLater({
    seem: () => true,
    read: () => {
      reads += 1;
      if (earlier !== undefined) one.restore(earlier);
    },
  });
  return { one, reads: () => reads, changes: () => changes };
}

describe('steps of an earlier session', () => {
  const earlier: Steps<string> = { undo: [step('a')], redo: [step('b')] };

  it('are not read to show that there are some', () => {
    const { one, reads } = history(earlier);
    expect([one.canUndo, one.canRedo, reads()]).toEqual([true, true, 0]);
  });

  it.each<[string, (one: History<string>) => unknown, unknown]>([
    ['a step is undone', (one) => one.next('undo'), step('a')],
    ['a step is redone', (one) => one.next('redo'), step('b')],
    ['a step may be continued', (one) => one.latest, step('a')],
    ['the steps are stored', (one) => one.steps(100), earlier],
  ])('are read once, when %s', (_, use, expected) => {
    const { one, reads, changes } = history(earlier);
    expect(use(one)).toEqual(expected);
    expect(use(one)).toEqual(expected);
    expect([reads(), changes()]).toEqual([1, 0]);
  });

  it('come before the first step of this one', () => {
    const { one } = history(earlier);
    one.did(step('c'));
    expect(one.steps(100)).toEqual({ undo: [step('a'), step('c')], redo: [] });
  });

  it('that are found invalid are not there any more, which is reported', () => {
    const { one, changes } = history(undefined);
    expect(one.next('undo')).toBeUndefined();
    expect([one.canUndo, one.canRedo, changes()]).toEqual([false, false, 1]);
  });
});
