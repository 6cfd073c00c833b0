/** One kind of action of a person: its precondition, its effect on the model, and its execution with mouse and keys. */

import * as v from 'valibot';
import type { Random } from '../../../simulation/random.ts';
import type { BoardModel, Model, Person, Tab } from '../model/model.ts';
import type { Name } from '../model/names.ts';
import type { World } from '../world.ts';

/** `Meaning` is the result of {@link ActionKind.apply}, which `perform` needs. */
export interface ActionKind<Args, Meaning> {
  readonly name: string;
  /** The relative frequency. */
  readonly weight: number;
  /** Whether it closes the person's window or network. */
  readonly leaves?: boolean;
  /** The step in a script. */
  readonly args: v.GenericSchema<unknown, Args>;
  /** Random arguments for an action of this kind. @returns undefined if none is possible. */
  propose(model: Model, person: Person, random: Random): Args | undefined;
  isPossible(model: Model, person: Person, args: Args): boolean;
  /** Changes the model to the expected result. */
  apply(model: Model, person: Person, args: Args): Meaning;
  /** Performs the action in the person's window. */
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
  /** Changes the model. @returns a function that performs the step in the person's window. */
  apply(model: Model, step: Step): (world: World) => Promise<void>;
  describe(step: Step): string;
}

export interface Step {
  readonly person: Name;
  readonly action: string;
  readonly args: unknown;
}

export function action<Args, Meaning>(kind: ActionKind<Args, Meaning>): Action {
  const argsOf = (step: Step): Args => v.parse(kind.args, step.args);
  const isPossible = (model: Model, person: Person, args: Args): boolean =>
    !(kind.leaves === true && model.isNeeded(person)) && kind.isPossible(model, person, args);
  return {
    name: kind.name,
    weight: kind.weight,
    propose(model, person, random) {
      const args = kind.propose(model, person, random);
      if (args === undefined || !isPossible(model, person, args)) return undefined;
      return { person: person.name, action: kind.name, args };
    },
    isPossible: (model, step) => isPossible(model, model.person(step.person), argsOf(step)),
    apply(model, step) {
      const args = argsOf(step);
      const meaning = kind.apply(model, model.person(step.person), args);
      return (world) => kind.perform(world, step.person, args, meaning);
    },
    describe: (step) => kind.describe(argsOf(step)),
  };
}

export const noArgs = v.object({});

/** The board that a person shows with the whiteboard, and may draw on now. */
export function drawingBoard(model: Model, person: Person): BoardModel | undefined {
  return boardWith('whiteboard', model, person);
}

/** The board that a person shows with the tasks, and may change now. */
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
