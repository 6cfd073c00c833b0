import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { actionOf, allActions } from '../actions/all.ts';
import { Model } from '../model/model.ts';
import { plan } from './plan.ts';
import { type Burst, firstBursts, formatScript, parseScript, type Script, sentences } from './script.ts';

const take = (count: number, bursts: Iterable<Burst>): Script => [...firstBursts(bursts, count)];

describe('a plan', () => {
  it('depends on the seed alone', () => {
    expect(take(40, plan(1))).toEqual(take(40, plan(1)));
    expect(take(40, plan(1))).not.toEqual(take(40, plan(2)));
  });

  it('has every kind of step within ten seeds', () => {
    const done = new Set<string>();
    for (let seed = 1; seed <= 10; seed += 1) {
      for (const { action } of take(60, plan(seed, [])).flat()) done.add(action);
    }
    expect([...done].sort()).toEqual(allActions.map(({ name }) => name).sort());
  });

  it('holds only possible steps, and is restored from a file unchanged', () => {
    const script = take(60, plan(3, []));
    const kept = parseScript(formatScript(script, { seed: 3 }));
    expect(kept).toEqual(script);
    const model = new Model();
    for (const burst of kept) {
      for (const step of burst) {
        expect(actionOf(step).isPossible(model, step), sentences([[step]])).toBe(true);
        actionOf(step).apply(model, step);
      }
      for (const board of model.boards.values()) {
        for (const thing of board.things) thing.settled(model.present(board.name), board.members);
      }
      model.burst += 1;
    }
  });

  it('contains no claim of a completed task, also while another person moves it within its column', () => {
    const model = new Model();
    let claims = 0;
    for (const burst of take(30, plan(265))) {
      for (const step of burst) {
        const { task } = v.parse(v.object({ task: v.optional(v.string()) }), step.args);
        const columns = [...model.boards.values()].map(
          (board) => board.tasks.get(task ?? '')?.tracked.look.column,
        );
        actionOf(step).apply(model, step);
        if (step.action !== 'claim') continue;
        claims += 1;
        expect(columns).not.toContain('done');
      }
      for (const board of model.boards.values()) {
        const together = model.present(board.name);
        if (together.length < board.members.length) continue;
        for (const thing of board.things) thing.settled(together, board.members);
      }
      model.burst += 1;
    }
    expect(claims).toBeGreaterThan(0);
  });

  it('omits the given steps', () => {
    const steps = take(80, plan(4, ['drop a file', 'in the same tab'])).flat();
    expect(steps.some(({ action }) => action === 'drop a file')).toBe(false);
    expect(sentences([steps])).not.toContain('in the same tab');
  });
});
