/** Selects and changes plots in the model, and checks them in a window. */

import type { Random } from '../../../../simulation/random.ts';
import type { Point } from '../../model/cells.ts';
import type { BoardModel, Model, Person } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import { fits } from '../../model/plot-looks.ts';
import { elementsIn, gapOfPlot, Plot, type PlotLook, plotRoom } from '../../model/plots.ts';
import { Tracked } from '../../model/tracked.ts';
import type { Window } from '../../window.ts';
import type { World } from '../../world.ts';
import { drawingBoard } from '../action.ts';

/** Plots of a board, at most: a run tests actions, not sizes. */
const maxPlots = 4;

/** The shortest move that is not a click. Scene units. */
const leastMove = 10;

export interface PlotChange<Look> {
  readonly plot: Plot;
  readonly before: Look;
  readonly after: Look;
}

export function hasRoomForPlot(board: BoardModel | undefined, label: string): boolean {
  return board !== undefined && board.plots.size < maxPlots && !board.plots.has(label);
}

/** The label of a new plot. */
export function plotLabel(person: Person, board: BoardModel | undefined, what: string): string {
  return `${person.name}’s ${what} ${(board?.plots.size ?? 0) + 1}`;
}

/** The number of the next plot of a board. */
export function nextPlot(model: Model, person: Person): number {
  return drawingBoard(model, person)?.plots.size ?? 0;
}

/** @param looks the one after each of the changes that a person makes, the last one at the end. */
export function addPlot(
  model: Model,
  person: Person,
  { label, absent }: { readonly label: string; readonly absent: PlotLook },
  looks: readonly PlotLook[],
): void {
  const board = drawingBoard(model, person);
  const [first = absent, ...later] = looks;
  const tracked = new Tracked<PlotLook>(person.name, model.burst, first, absent);
  for (const look of later) tracked.change(person.name, model.burst, look);
  board?.plots.set(label, new Plot(board.plots.size, tracked));
  // Ctrl+Z would undo the plot first.
  person.clearUndo();
}

/** The plots that a person may change now. */
export function changeable(model: Model, person: Person): readonly (readonly [string, Plot])[] {
  const board = drawingBoard(model, person);
  return [...(board?.plots ?? [])].filter(
    ([, { tracked, latest }]) =>
      tracked.look.there &&
      model.mayTouch(person.name, board?.name ?? '', tracked) &&
      // The person who changes it first learns the result only after both changes have settled.
      (latest?.burst !== model.burst || latest.by.length === 1),
  );
}

export function plotOf(model: Model, person: Person, label: string): Plot {
  const plot = drawingBoard(model, person)?.plots.get(label);
  if (plot === undefined) throw new RangeError(`there is no ${label}`);
  return plot;
}

export function changePlot<Look extends PlotLook>(
  model: Model,
  person: Person,
  plot: Plot,
  before: Look,
  after: Look,
): PlotChange<Look> {
  plot.tracked.change(person.name, model.burst, after);
  person.clearUndo();
  return { plot, before, after };
}

/** In scene units. */
interface Move {
  readonly dx: number;
  readonly dy: number;
}

/** A move of a frame or a picture from `at` to a place near its first one. */
export function moveNear(first: Point, at: Point, random: Random): Move {
  const away = () => random.between(-plotRoom, plotRoom);
  return { dx: first.x + away() - at.x, dy: first.y + away() - at.y };
}

/** Whether a move from `at` is no click and ends near the first place. */
export function endsNear(first: Point, at: Point, { dx, dy }: Move): boolean {
  const away = [at.x + dx - first.x, at.y + dy - first.y];
  const isMove = Math.max(Math.abs(dx), Math.abs(dy)) >= leastMove;
  return isMove && away.every((distance) => Math.abs(distance) <= plotRoom);
}

/** Clears the selection, so that the next drag moves an element instead of resizing the selected one. */
export async function deselectIn(window: Window, { number }: Pick<Plot, 'number'>): Promise<void> {
  await window.selectTool('selection');
  await window.click(gapOfPlot(number));
}

export async function showsPlot(
  world: World,
  name: Name,
  number: number,
  look: PlotLook,
  how: string,
): Promise<void> {
  await world.window(name).shows(`plot ${number} with ${how}`, ({ scene }) => {
    const there = (scene ?? []).filter(({ isDeleted }) => !isDeleted);
    return fits(look, elementsIn(number, there));
  });
}
