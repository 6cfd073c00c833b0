/**
 * Actions: draw a frame around boxes, move it with its contents, drag a box into it or out of it, and delete it. One person may
 * delete a frame while another one drags: the contents stay on the board, and belong to no frame.
 */

import * as v from 'valibot';
import type { Random } from '../../../../simulation/random.ts';
import type { Point } from '../../model/cells.ts';
import type { Model, Person } from '../../model/model.ts';
import {
  type Box,
  boxSize,
  elementsIn,
  type FrameChange,
  type FramedLook,
  frameSize,
  inPlot,
  type Plot,
} from '../../model/plots.ts';
import type { JsonElement } from '../../page/window-state.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import {
  addPlot,
  changeable,
  changePlot,
  deselectIn,
  endsNear,
  hasRoomForPlot,
  moveNear,
  nextPlot,
  type PlotChange,
  plotLabel,
  plotOf,
  showsPlot,
} from './plotting.ts';

/** The pause halfway through a drag, in which another person may delete the frame, milliseconds. */
const pauseMilliseconds = 1500;

/** The places of a new plot. The third box is below the frame, wherever the frame moves. */
const home = { frame: [60, 40], first: [80, 60], second: [240, 60], outside: [80, 295] } as const;

/** The index of the box that is dragged into the frame and out of it. */
const third = 2;

/** Its place in the frame, from the corner of the frame. */
const insideFrame = { x: 90, y: 120 } as const;

/** The distance from a box to the end of an arrow that binds it. */
const nearness = 4;

type FrameChanged = PlotChange<FramedLook>;

const labelled = v.object({ label: v.string() });

const setUp = action<v.InferOutput<typeof labelled>, { readonly number: number; readonly look: FramedLook }>({
  name: 'frame some boxes',
  weight: 4,
  args: labelled,
  propose: (model, person) => ({ label: plotLabel(person, drawingBoard(model, person), 'frame') }),
  isPossible: (model, person, { label }) => hasRoomForPlot(drawingBoard(model, person), label),
  apply(model, person, { label }) {
    const number = nextPlot(model, person);
    const steps = stepsOf(number);
    addPlot(model, person, { label, absent: { ...bare, there: false } }, steps);
    return { number, look: steps.at(-1) ?? bare };
  },
  async perform(world, name, _, { number, look }) {
    const window = world.window(name);
    for (const { x, y } of look.boxes) {
      await window.selectTool('rectangle');
      await window.drag({ x, y }, { x: x + boxSize.width, y: y + boxSize.height });
    }
    const [from, to] = look.boxes;
    if (from === undefined || to === undefined || look.frame === undefined) return;
    await window.selectTool('arrow');
    const middle = boxSize.height / 2;
    await window.drag(
      { x: from.x + boxSize.width + nearness, y: from.y + middle },
      { x: to.x - nearness, y: to.y + middle },
    );
    await window.selectTool('frame');
    const { x, y } = look.frame;
    await window.drag({ x, y }, { x: x + frameSize.width, y: y + frameSize.height });
    await showsPlot(world, name, number, look, 'a frame around two boxes');
  },
  describe: ({ label }) => `draws boxes, and a frame around two of them (${label})`,
});

const moved = v.object({ label: v.string(), dx: v.number(), dy: v.number() });

const moveFrame = action<v.InferOutput<typeof moved>, FrameChanged>({
  name: 'move a frame',
  weight: 4,
  args: moved,
  propose(model, person, random) {
    const [label, plot] = random.pick(framed(model, person)) ?? [];
    if (label === undefined || plot === undefined) return undefined;
    return { label, ...moveNear(inPlot(plot.number, ...home.frame), cornerOf(framedLook(plot)), random) };
  },
  isPossible(model, person, { label, ...move }) {
    const plot = framed(model, person).find(([one]) => one === label)?.[1];
    if (plot === undefined) return false;
    return endsNear(inPlot(plot.number, ...home.frame), cornerOf(framedLook(plot)), move);
  },
  apply(model, person, { label, dx, dy }) {
    const plot = plotOf(model, person, label);
    const before = framedLook(plot);
    const by = <P extends Point>(point: P): P => ({ ...point, x: point.x + dx, y: point.y + dy });
    const boxes = before.boxes.map((box) => (box.isInside ? by(box) : box));
    const frame = before.frame === undefined ? undefined : by(before.frame);
    return changePlot(model, person, plot, before, { ...before, frame, boxes });
  },
  async perform(world, name, { dx, dy }, { plot, before, after }) {
    const window = world.window(name);
    await deselectIn(window, plot);
    const from = edgeOf(before);
    await window.drag(from, { x: from.x + dx, y: from.y + dy });
    await showsPlot(world, name, plot.number, after, 'its frame moved, and the contents with it');
  },
  describe: ({ label, dx, dy }) => `drags ${label} by ${dx},${dy}, with its contents`,
});

const chosen = v.object({ label: v.string() });
type Chosen = v.InferOutput<typeof chosen>;

const dragBox = action<Chosen, FrameChanged>({
  name: 'drag into or out of a frame',
  weight: 6,
  args: chosen,
  propose: (model, person, random) => choose(model, person, random, 'drag'),
  isPossible: (model, person, { label }) => candidates(model, person, 'drag').includes(label),
  apply(model, person, { label }) {
    const plot = plotOf(model, person, label);
    const before = framedLook(plot);
    const isThere = before.frame !== undefined;
    // Another person deletes the frame at the same time.
    const frame = before.frame ?? earlierFrame(plot);
    const boxes = before.boxes.map((box, at): Box => {
      if (at !== third || frame === undefined) return box;
      if (isIn(frame, box)) return { ...inPlot(plot.number, ...home.outside), isInside: false };
      return { x: frame.x + insideFrame.x, y: frame.y + insideFrame.y, isInside: isThere };
    });
    return changeTogether(model, person, plot, 'drag', { ...before, boxes });
  },
  async perform(world, name, _, { plot, before, after }) {
    const window = world.window(name);
    const [from, to] = [before.boxes[third], after.boxes[third]];
    if (from === undefined || to === undefined) return;
    await deselectIn(window, plot);
    await window.drag(topOf(from), topOf(to), { rest: pauseMilliseconds });
    // Another person may have deleted the frame.
    await window.shows(`a box at ${to.x},${to.y}`, ({ scene }) =>
      there(scene).some(
        ({ type, x, y }) => type === 'rectangle' && Math.hypot(Number(x) - to.x, Number(y) - to.y) <= 4,
      ),
    );
  },
  describe: ({ label }) => `drags the third box of ${label} into the frame or out of it`,
});

const deleteFrame = action<Chosen, FrameChanged>({
  name: 'delete a frame',
  weight: 2,
  args: chosen,
  propose: (model, person, random) => choose(model, person, random, 'delete'),
  isPossible: (model, person, { label }) => candidates(model, person, 'delete').includes(label),
  apply(model, person, { label }) {
    const plot = plotOf(model, person, label);
    const before = framedLook(plot);
    const boxes = before.boxes.map((box) => ({ ...box, isInside: false }));
    return changeTogether(model, person, plot, 'delete', { ...before, frame: undefined, boxes });
  },
  async perform(world, name, _, { plot, before }) {
    const window = world.window(name);
    await deselectIn(window, plot);
    await window.click(edgeOf(before));
    await window.page.keyboard.press('Delete');
    // Another person may have dragged a box.
    await window.shows(
      `no frame in plot ${plot.number}`,
      ({ scene }) => !elementsIn(plot.number, there(scene)).some(({ type }) => type === 'frame'),
    );
  },
  describe: ({ label }) => `selects the frame of ${label} and presses Delete`,
});

export const framingActions: readonly Action[] = [setUp, moveFrame, dragBox, deleteFrame];

/** Two people may choose these in one burst for the same frame. */
export const framingTogether: readonly Action[] = [dragBox, deleteFrame];

/** Whether another person has begun with one of {@link framingTogether} in this burst. */
export function isJoinable(model: Model, person: Person): boolean {
  return [...(drawingBoard(model, person)?.plots.values() ?? [])].some(
    (plot) => isHalfChanged(model, person, plot, 'drag') || isHalfChanged(model, person, plot, 'delete'),
  );
}

const bare: FramedLook = { kind: 'framed', there: true, frame: undefined, boxes: [], hasArrow: false };

/** The looks of a new plot while a person draws it. */
function stepsOf(number: number): readonly FramedLook[] {
  const box = (at: readonly [number, number], isInside: boolean) => ({ ...inPlot(number, ...at), isInside });
  const drawn = (isFramed: boolean) => [
    box(home.first, isFramed),
    box(home.second, isFramed),
    box(home.outside, false),
  ];
  const frame = inPlot(number, ...home.frame);
  return [
    ...[1, 2, 3].map((count) => ({ ...bare, boxes: drawn(false).slice(0, count) })),
    { ...bare, boxes: drawn(false), hasArrow: true },
    { ...bare, boxes: drawn(true), hasArrow: true, frame },
  ];
}

function framedLook({ tracked: { look } }: Plot): FramedLook {
  if (look.kind !== 'framed') throw new RangeError('the plot has a picture');
  return look;
}

/** The frame before the latest change. */
function earlierFrame({ tracked: { before } }: Plot): Point | undefined {
  return before?.kind === 'framed' ? before.frame : undefined;
}

function isIn(frame: Point, box: Point): boolean {
  return box.y < frame.y + frameSize.height;
}

function cornerOf({ frame }: FramedLook): Point {
  return frame ?? { x: 0, y: 0 };
}

/** A point on the left side of the frame, where it can be dragged. */
function edgeOf(look: FramedLook): Point {
  const { x, y } = cornerOf(look);
  return { x, y: y + frameSize.height / 2 };
}

/** A point on a box, where it can be dragged. */
function topOf({ x, y }: Box): Point {
  return { x: x + boxSize.width / 2, y };
}

function there(scene: readonly JsonElement[] | undefined): readonly JsonElement[] {
  return (scene ?? []).filter(({ isDeleted }) => !isDeleted);
}

/** The frames that only this person changes in this burst. */
function framed(model: Model, person: Person): readonly (readonly [string, Plot])[] {
  return changeable(model, person).filter(([, { isFramed }]) => isFramed);
}

function choose(model: Model, person: Person, random: Random, kind: FrameChange['kind']): Chosen | undefined {
  const label = random.pick(candidates(model, person, kind));
  return label === undefined ? undefined : { label };
}

/** The frames that a person may change in this way: first those that another person changes now. */
function candidates(model: Model, person: Person, kind: FrameChange['kind']): readonly string[] {
  const plots = [...(drawingBoard(model, person)?.plots ?? [])];
  const half = plots.filter(([, plot]) => isHalfChanged(model, person, plot, kind));
  return (half.length > 0 ? half : framed(model, person)).map(([label]) => label);
}

/** Whether one other person has changed the frame in the other way in this burst, and nobody has changed it otherwise. */
function isHalfChanged(model: Model, person: Person, plot: Plot, kind: FrameChange['kind']): boolean {
  const board = drawingBoard(model, person);
  if (board === undefined || model.present(board.name).length < board.members.length) return false;
  const { tracked, latest } = plot;
  const isAlone = latest?.burst === model.burst && latest.by.length === 1 && !latest.by.includes(person.name);
  return isAlone && latest.kind !== kind && tracked.look === latest.look && tracked.wasKnownTo(person.name);
}

function changeTogether(
  model: Model,
  person: Person,
  plot: Plot,
  kind: FrameChange['kind'],
  after: FramedLook,
): FrameChanged {
  const isSecond = isHalfChanged(model, person, plot, kind);
  const by = isSecond ? [...(plot.latest?.by ?? []), person.name] : [person.name];
  const made = changePlot(model, person, plot, framedLook(plot), after);
  plot.latest = { burst: model.burst, by, kind, look: after };
  // The second person may begin before the first one has deleted the frame.
  const frame = isSecond ? (framedLook(plot).frame ?? earlierFrame(plot)) : made.before.frame;
  return { ...made, before: { ...made.before, frame } };
}
