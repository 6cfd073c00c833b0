/**
 * The state of each person, and the expected content of each board: kept outside the app, and never read from it.
 *
 * The position identifies an element: each has a separate cell on the canvas and stays within it. The title identifies a
 * task. Two people never change one object in the same burst, except by claims and pushes, and nobody changes the objects
 * of an absent person, so there is exactly one correct result.
 */

import { type Name, people } from './names.ts';
import type { Plot } from './plots.ts';
import { Tracked } from './tracked.ts';

export type Tab = 'whiteboard' | 'tasks';
export type Place = 'start' | { readonly board: string; readonly tab: Tab };
export const columns = ['todo', 'doing', 'done'] as const;
export type Column = (typeof columns)[number];

export const shapes = [
  'rectangle',
  'diamond',
  'ellipse',
  'arrow',
  'line',
  'freedraw',
  'text',
  'frame',
] as const;
export type Shape = (typeof shapes)[number];

/** The expected look of an element, in the scene's coordinates. */
export interface ElementLook {
  readonly there: boolean;
  readonly left: number;
  readonly top: number;
  /** Lines after the first one are in any order: two people may add one at the same time. */
  readonly text?: string;
  /** Absent without a link. */
  readonly link?: string;
}

export interface Element {
  readonly shape: Shape;
  readonly cell: number;
  readonly tracked: Tracked<ElementLook>;
}

export interface TaskLook {
  readonly there: boolean;
  readonly title: string;
  readonly notes: string;
  readonly column: Column;
  /** One of these people has claimed it; `''` is nobody. */
  readonly claimedBy: readonly (Name | '')[];
}

export interface Task {
  readonly tracked: Tracked<TaskLook>;
}

/** An arrow that is bound to two rectangles, which identify it. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly tracked: Tracked<{ readonly there: boolean }>;
}

export type Axis = 'x' | 'y';

/** Two people may push one element at the same time, along different axes. */
export interface Push {
  readonly burst: number;
  readonly by: readonly Name[];
  readonly axis: Axis;
  /** The look after the first push. */
  readonly look: ElementLook;
}

/** Two people may add a line to one text at the same time. */
export interface Writing {
  readonly burst: number;
  readonly by: readonly Name[];
  /** The look after the first line. */
  readonly look: ElementLook;
}

/** Elements of a dropped file, identified by their colour. */
export interface Import {
  readonly colour: string;
  readonly count: number;
  readonly tracked: Tracked<{ readonly there: boolean }>;
}

/** A change that Ctrl+Z undoes. */
export interface UndoStep {
  readonly element: string;
  readonly before: ElementLook;
  readonly after: ElementLook;
}

export interface Cleared {
  readonly board: string;
  readonly things: BoardModel['drawn'];
}

export class Person {
  readonly name: Name;
  isRunning = true;
  isOnline = true;
  /** The burst in which the network was lost. */
  offlineSince = 0;
  /** The board that was open when the browser closed. */
  returnsTo: string | undefined;
  place: Place = 'start';
  /** The pages of Back and Forward. */
  history: Place[] = ['start'];
  historyAt = 0;
  /** By board: they outlive leaving a board, and a reload. */
  readonly #steps = new Map<string, { undo: UndoStep[]; redo: UndoStep[] }>();
  /** Elements that this person deleted at once, and may restore with a button. */
  cleared: Cleared | undefined;
  readonly boards = new Set<string>();

  constructor(name: Name) {
    this.name = name;
  }

  isAt(board: string): boolean {
    return this.isRunning && this.place !== 'start' && this.place.board === board;
  }

  /** Navigates to another page, and drops the pages of Forward. */
  go(place: Place): void {
    this.history = [...this.history.slice(0, this.historyAt + 1), place];
    this.historyAt += 1;
    this.arrive(place);
  }

  /** The window shows another page, or has reloaded. */
  arrive(place: Place): void {
    this.place = place;
  }

  /** In another tab or another process: the steps of undo of the last half second may be lost. */
  begin(place: Place): void {
    this.#steps.clear();
    this.history = [place];
    this.historyAt = 0;
    this.arrive(place);
  }

  /** @param by -1 for Back, 1 for Forward. */
  travel(by: number): Place {
    this.historyAt += by;
    const place = this.history[this.historyAt] ?? 'start';
    this.arrive(place);
    return place;
  }

  /** The browser was closed or killed. */
  end(): void {
    this.returnsTo = this.place === 'start' ? undefined : this.place.board;
    this.isRunning = false;
    this.isOnline = true;
    // A browser may end before it has stored the deleted elements for a restore.
    this.cleared = undefined;
    this.begin('start');
  }

  /** Another person changed an element: undoing earlier changes has no single correct result any more. */
  invalidateUndo(element: string): void {
    for (const steps of this.#steps.values()) {
      const last = steps.undo.findLastIndex((deed) => deed.element === element);
      steps.undo = steps.undo.slice(last + 1);
      if (steps.redo.some((deed) => deed.element === element)) steps.redo = [];
    }
  }

  /** Of the board that is open. */
  get undo(): UndoStep[] {
    return this.#stepsHere().undo;
  }

  get redo(): UndoStep[] {
    return this.#stepsHere().redo;
  }

  clearUndo(): void {
    Object.assign(this.#stepsHere(), { undo: [], redo: [] });
  }

  #stepsHere(): { undo: UndoStep[]; redo: UndoStep[] } {
    const board = this.place === 'start' ? '' : this.place.board;
    const steps = this.#steps.get(board) ?? { undo: [], redo: [] };
    this.#steps.set(board, steps);
    return steps;
  }
}

export class BoardModel {
  readonly name: string;
  /** The burst in which it was created. */
  readonly created: number;
  readonly members: Name[] = [];
  /** The members whose devices have once had the whole board: these never begin anew. */
  readonly holders = new Set<Name>();
  readonly elements = new Map<string, Element>();
  readonly tasks = new Map<string, Task>();
  readonly imports: Import[] = [];
  readonly connections = new Map<string, Connection>();
  /** Frames with contents, and pictures. */
  readonly plots = new Map<string, Plot>();
  /** The latest push of each element. */
  readonly pushes = new Map<string, Push>();
  /** The latest lines that were added to each text. */
  readonly writings = new Map<string, Writing>();
  /** The items of the library, by their names. */
  readonly library = new Map<string, { readonly tracked: Tracked<{ readonly there: boolean }> }>();
  readonly title: Tracked<string>;
  readonly viewers = new Set<Name>();
  /** In this burst only this person acts in this tab. */
  reserved: { readonly burst: number; readonly by: Name; readonly tab: Tab } | undefined;
  /** The labels of a column's tasks in order; undefined if more than one order is correct. */
  readonly order = new Map<Column, string[] | undefined>(columns.map((column) => [column, []]));
  readonly #orderTouched = new Map<Column, { readonly burst: number; readonly by: Name }>();

  constructor(name: string, created: number, founder: Name) {
    this.name = name;
    this.created = created;
    this.members.push(founder);
    this.holders.add(founder);
    this.title = new Tracked(founder, created, name, name);
  }

  /** Everything on the whiteboard. */
  get drawn(): readonly (Element | Import | Connection | Plot)[] {
    return [...this.elements.values(), ...this.imports, ...this.connections.values(), ...this.plots.values()];
  }

  /** Everything that people can change. */
  get things(): readonly Tracked<unknown>[] {
    return [...this.drawn, ...this.tasks.values(), ...this.library.values()]
      .map(({ tracked }) => tracked as Tracked<unknown>)
      .concat(this.title);
  }

  reorder(column: Column, by: Name, burst: number, change: (labels: string[]) => string[]): void {
    const touched = this.#orderTouched.get(column);
    const labels = this.order.get(column);
    const isAlone = touched === undefined || touched.burst !== burst || touched.by === by;
    this.#orderTouched.set(column, { burst, by });
    this.order.set(column, isAlone && labels !== undefined ? change(labels) : undefined);
  }
}

export class Model {
  burst = 0;
  readonly people = new Map<Name, Person>(people.map((name) => [name, new Person(name)]));
  readonly boards = new Map<string, BoardModel>();
  #labels = 0;

  /** A new number. */
  newNumber(): number {
    this.#labels += 1;
    return this.#labels;
  }

  person(name: Name): Person {
    const person = this.people.get(name);
    if (person === undefined) throw new RangeError(`there is no ${name}`);
    return person;
  }

  /** The board that a person has open. */
  boardOf(person: Person): BoardModel | undefined {
    return person.isRunning && person.place !== 'start' ? this.boards.get(person.place.board) : undefined;
  }

  /** The people who have a board open and are connected. */
  present(board: string): readonly Name[] {
    return people.filter((name) => this.person(name).isAt(board) && this.person(name).isOnline);
  }

  changeElement(by: Name, label: string, element: Element, look: ElementLook): void {
    element.tracked.change(by, this.burst, look);
    for (const person of this.people.values()) if (person.name !== by) person.invalidateUndo(label);
  }

  /** Whether this person has pushed an element in this burst, and must stay for the second push. */
  isNeeded({ name }: Person): boolean {
    return [...this.boards.values()].some((board) =>
      [...board.pushes.values()].some(({ burst, by }) => burst === this.burst && by.includes(name)),
    );
  }

  /** Whether a change of `thing` by `name` has exactly one correct result now. */
  mayTouch(name: Name, board: string, thing: Tracked<unknown>): boolean {
    const { burst, by } = thing.touched;
    if (burst === this.burst && by !== name) return false;
    if (!thing.isKnownTo(name)) return false;
    return (
      thing.owner === name ||
      (this.present(board).includes(thing.owner) && this.present(board).includes(name))
    );
  }
}
