import { describe, expect, it } from 'vitest';
import { Emitter } from '#app/emitter/emitter.ts';
import type { Result } from '../../session/result.ts';
import type { SessionView } from '../../session/view/view.ts';
import { BoardStopped, Paced } from './paced.ts';

const clock = { now: () => 0, after: () => () => undefined };
const never = new Promise<Result>(() => undefined);

/** The parts of a view that a run reads. */
type Part = Pick<SessionView, 'health' | 'pendingChanges'>;

function run(signal?: AbortSignal) {
  const changed = new Emitter<void>();
  let view: Part = { health: { state: 'settling', voters: 1, reachable: 1 }, pendingChanges: 3 };
  const session = {
    view: () => view as SessionView,
    subscribe: (listener: () => void) => changed.subscribe(listener),
  };
  const show = (some: Partial<Part>): void => {
    view = { ...view, ...some };
    changed.emit();
  };
  return { paced: new Paced(session, clock, signal), show };
}

describe('a run of changes', () => {
  it('waits for its results, and counts those that were refused', async () => {
    const { paced } = run();
    await paced.add(Promise.resolve({ status: 'applied' }));
    await paced.add(Promise.resolve({ status: 'refused', reason: 'too-many' }));
    await paced.settled();
    expect(paced.refused).toBe(1);
  });

  it('ends if the board stops, as no more results arrive', async () => {
    const { paced, show } = run();
    await paced.add(never);
    const settled = paced.settled();
    show({ health: { state: 'stopped', reason: 'storage' } as Part['health'] });
    await expect(settled).rejects.toThrow(BoardStopped);
  });

  it('ends with the reason of its signal', async () => {
    const control = new AbortController();
    const { paced } = run(control.signal);
    await paced.add(never);
    const settled = paced.settled();
    control.abort(new Error('cancelled'));
    await expect(settled).rejects.toThrow('cancelled');
  });

  it('waits until few enough changes are pending', async () => {
    const { paced, show } = run();
    let isFew = false;
    const few = paced.pendingAtMost(1).then(() => {
      isFew = true;
    });
    await Promise.resolve();
    show({ pendingChanges: 2 });
    await Promise.resolve();
    expect(isFew).toBe(false);
    show({ pendingChanges: 1 });
    await few;
  });
});
