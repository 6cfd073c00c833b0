/** One kind of action of a person: its precondition, its effect on the model, and its execution with mouse and keys. */

import * as v from 'valibot';
import type { Random } from '../../../simulation/random.ts';
import type { BoardModel, Model, Person, Tab } from '../model/model.ts';
import type { Name } from '../model/names.ts';
import type { World } from '../world.ts';

/** `Meaning` is what {@link ActionKind.happens} finds out for `perform`. */
export interface ActionKind<Args, Meaning> {
  readonly name: string;
  /** How often, compared with the others. */
  readonly weight: number;
  /** Whether the person's window or network ends by it. */
  readonly leaves?: boolean;
  /** The step in a script. */
  readonly args: v.GenericSchema<unknown, Args>;
  /** Something of the kind at random. @returns undefined if there is nothing. */
  propose(model: Model, person: Person, random: Random): Args | undefined;
  isPossible(model: Model, person: Person, args: Args): boolean;
  /** Changes the model: what must be true afterwards. */
  happens(model: Model, person: Person, args: Args): Meaning;
  /** Does it in the person's window. */
  perform(world: World, name: Name, args: Args, meaning: Meaning): Promise<void>;
  /** The rest of a sentence that begins with the person's name. */
  describe(args: Args): string;
}

/** An {@link ActionKind} whose arguments come from a script. */
export interface Action {
  readonly name: string;
  readonly weight: number;
  propose(model: Model, person: Person, random: Random): Step | undefined;
  isPossible(model: Model, step: Step): boolean;
  /** Changes the model. @returns what does it in the person's window. */
  happens(model: Model, step: Step): (world: World) => Promise<void>;
  describe(step: Step): string;
}

export interface Step {
  readonly who: Name;
  readonly does: string;
  readonly with: unknown;
}

export function action<Args, Meaning>(kind: ActionKind<Args, Meaning>): Action {
  const argsOf = (step: Step): Args => v.parse(kind.args, step.with);
  const isPossible = (model: Model, person: Person, args: Args): boolean =>
    !(kind.leaves === true && model.isNeeded(person)) && kind.isPossible(model, person, args);
  return {
    name: kind.name,
    weight: kind.weight,
    propose(model, person, random) {
      const args = kind.propose(model, person, random);
      if (args === undefined || !isPossible(model, person, args)) return undefined;
      return { who: person.name, does: kind.name, with: args };
    },
    isPossible: (model, step) => isPossible(model, model.person(step.who), argsOf(step)),
    happens(model, step) {
      const args = argsOf(step);
      const meaning = kind.happens(model, model.person(step.who), args);
      return (world) => kind.perform(world, step.who, args, meaning);
    },
    describe: (step) => kind.describe(argsOf(step)),
  };
}

export const nothing = v.object({});

/** The board on whose whiteboard a person may do something now. */
export function drawingBoard(model: Model, person: Person): BoardModel | undefined {
  return boardWith('whiteboard', model, person);
}

/** The board with whose tasks a person may do something now. */
export function taskBoard(model: Model, person: Person): BoardModel | undefined {
  return boardWith('tasks', model, person);
}

function boardWith(tab: Tab, model: Model, person: Person): BoardModel | undefined {
  if (person.place === 'start' || person.place.tab !== tab) return undefined;
  const board = model.boardOf(person);
  if (board === undefined || board.viewers.has(person.name)) return undefined;
  const { reserved } = board;
  const isTaken = reserved?.burst === model.burst && reserved.tab === tab && reserved.by !== person.name;
  return isTaken ? undefined : board;
}
