/** The random steps of three people, determined by a seed alone, independent of the machine's speed. */

import { Random } from '../../../simulation/random.ts';
import type { Action, Step } from '../actions/action.ts';
import { actionOf, actions, lastActions, laterActions, newestActions } from '../actions/all.ts';
import { framingTogether, isJoinable } from '../actions/whiteboard/framing.ts';
import { writingActions } from '../actions/whiteboard/writing.ts';
import { Model, type Person } from '../model/model.ts';
import { people } from '../model/names.ts';
import { type Burst, sentence } from './script.ts';

/** Steps of one person in a burst, at most. */
const maxSteps = 4;

/** Attempts to find a possible action for one step. */
const maxTries = 30;

/** People who may be killed or offline at the same time. */
const maxAway = 1;

/** How likely a person ends a burst with one of the last actions, then with one of the later ones, and then with one of the newest. */
const endingChance = 0.4;

const goingAway: ReadonlySet<string> = new Set(['kill', 'quit', 'go offline']);

/** All three join one board, before the random steps. */
const beginning: readonly Burst[] = [
  [{ person: 'Ada', action: 'create a board', args: { board: 'Harbour plan' } }],
  [
    {
      person: 'Ben',
      action: 'follow an invite',
      args: { board: 'Harbour plan', how: 'pastes it', access: 'edit' },
    },
    {
      person: 'Cleo',
      action: 'follow an invite',
      args: { board: 'Harbour plan', how: 'pastes it', access: 'edit' },
    },
  ],
];

/**
 * An infinite sequence of bursts.
 *
 * @param without omits steps with one of these texts in their action or sentence.
 */
export function* plan(seed: number, without: readonly string[] = []): Generator<Burst> {
  const random = new Random(`people ${seed}`);
  const last = new Random(`last of ${seed}`);
  const later = new Random(`later than the last of ${seed}`);
  const newest = new Random(`newest of ${seed}`);
  const model = new Model();
  for (const burst of beginning) {
    for (const step of burst) follow(model, step);
    yield burst;
    end(model);
  }
  for (;;) {
    const steps = burstOf(model, random, without);
    const ending = lastSteps(model, last, without);
    const following = laterSteps(model, later, without);
    yield [...steps, ...ending, ...following, ...newestSteps(model, newest, without)];
    end(model);
  }
}

function burstOf(model: Model, random: Random, without: readonly string[]): Burst {
  const steps: Step[] = [];
  const left = new Map(people.map((name) => [name, random.between(0, maxSteps)]));
  for (;;) {
    const name = random.pick([...left.keys()]);
    if (name === undefined) return steps;
    const count = left.get(name) ?? 0;
    const step = count === 0 ? undefined : stepOf(model, model.person(name), random, without);
    if (step === undefined) {
      left.delete(name);
      continue;
    }
    left.set(name, count - 1);
    follow(model, step);
    steps.push(step);
  }
}

function stepOf(model: Model, person: Person, random: Random, without: readonly string[]): Step | undefined {
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const action = weighted(random, actions);
    if (goingAway.has(action.name) && !mayGoAway(model, person)) continue;
    const step = action.propose(model, person, random);
    if (step === undefined) continue;
    if (!isWithout(step, without)) return step;
  }
  return undefined;
}

/** At most one step of each person. Others join a person who writes in a text. */
function lastSteps(model: Model, random: Random, without: readonly string[]): readonly Step[] {
  return oneOfEach(model, random, without, (person) => {
    const isJoining = [...(model.boardOf(person)?.writings.values() ?? [])].some(
      ({ burst }) => burst === model.burst,
    );
    return isJoining ? { chance: 1, from: writingActions } : { chance: endingChance, from: lastActions };
  });
}

function laterSteps(model: Model, random: Random, without: readonly string[]): readonly Step[] {
  return oneOfEach(model, random, without, () => ({ chance: endingChance, from: laterActions }));
}

/** Others join a person who drags a box of a frame, or deletes the frame. */
function newestSteps(model: Model, random: Random, without: readonly string[]): readonly Step[] {
  return oneOfEach(model, random, without, (person) =>
    isJoinable(model, person)
      ? { chance: 1, from: framingTogether }
      : { chance: endingChance, from: newestActions },
  );
}

function oneOfEach(
  model: Model,
  random: Random,
  without: readonly string[],
  choice: (person: Person) => { readonly chance: number; readonly from: readonly Action[] },
): readonly Step[] {
  const steps: Step[] = [];
  for (const name of people) {
    const person = model.person(name);
    const { chance, from } = choice(person);
    if (!random.chance(chance)) continue;
    const step = weighted(random, from).propose(model, person, random);
    if (step === undefined || isWithout(step, without)) continue;
    follow(model, step);
    steps.push(step);
  }
  return steps;
}

function isWithout(step: Step, without: readonly string[]): boolean {
  const text = `${step.action}: ${sentence(step)}`;
  return without.some((part) => text.includes(part));
}

function weighted(random: Random, actions: readonly Action[]): Action {
  const total = actions.reduce((sum, { weight }) => sum + weight, 0);
  let at = random.next() * total;
  for (const action of actions) {
    at -= action.weight;
    if (at < 0) return action;
  }
  throw new RangeError('weights are positive');
}

function mayGoAway(model: Model, person: Person): boolean {
  const away = [...model.people.values()].filter(
    (other) => other !== person && !(other.isRunning && other.isOnline),
  );
  return away.length < maxAway;
}

function follow(model: Model, step: Step): void {
  actionOf(step).apply(model, step);
}

/** Ends a burst: on boards with all members present, all changes settle. */
function end(model: Model): void {
  for (const board of model.boards.values()) {
    const together = model.present(board.name);
    if (together.length < board.members.length) continue;
    for (const thing of board.things) thing.settled(together, board.members);
  }
  model.burst += 1;
}
