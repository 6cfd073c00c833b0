/** Actions: drop a picture, crop it, and move it. */

import * as v from 'valibot';
import { dropImage } from '../../../page/files/images.ts';
import type { Point } from '../../model/cells.ts';
import type { Model, Person } from '../../model/model.ts';
import { inPlot, type PictureLook, type Plot, pictureSize } from '../../model/plots.ts';
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

/** The first place of a picture in its plot. */
const home = [80, 80] as const;

/** The width of a cropped picture, scene units. */
const leastWidth = 70;
const mostWidth = 180;

/** The least change of a width by a crop: the sides of a picture are wide. */
const leastCrop = 20;

type PictureChanged = PlotChange<PictureLook>;

const dropped = v.object({ label: v.string() });

const dropPicture = action<
  v.InferOutput<typeof dropped>,
  { readonly number: number; readonly look: PictureLook }
>({
  name: 'drop a picture',
  weight: 4,
  args: dropped,
  propose: (model, person) => ({ label: plotLabel(person, drawingBoard(model, person), 'picture') }),
  isPossible: (model, person, { label }) => hasRoomForPlot(drawingBoard(model, person), label),
  apply(model, person, { label }) {
    const number = nextPlot(model, person);
    const look: PictureLook = {
      kind: 'picture',
      there: true,
      ...inPlot(number, ...home),
      width: pictureSize.width,
    };
    addPlot(model, person, { label, absent: { ...look, there: false } }, [look]);
    return { number, look };
  },
  async perform(world, name, { label }, { number, look }) {
    const window = world.window(name);
    const [at] = await window.reach(middleOf(look));
    if (at === undefined) return;
    await dropImage(window.instance, { x: at[0], y: at[1] }, { ...pictureSize, colour: colourOf(label) });
    await showsPlot(world, name, number, look, 'the dropped picture');
  },
  describe: ({ label }) => `drops a picture onto the whiteboard (${label})`,
});

const cropped = v.object({ label: v.string(), width: v.number() });

const crop = action<v.InferOutput<typeof cropped>, PictureChanged>({
  name: 'crop a picture',
  weight: 8,
  args: cropped,
  propose(model, person, random) {
    const [label] = random.pick(pictures(model, person)) ?? [];
    return label === undefined ? undefined : { label, width: random.between(leastWidth, mostWidth) };
  },
  isPossible(model, person, { label, width }) {
    const plot = pictures(model, person).find(([one]) => one === label)?.[1];
    if (plot === undefined || width < leastWidth || width > mostWidth) return false;
    return Math.abs(pictureOf(plot).width - width) >= leastCrop;
  },
  apply(model, person, { label, width }) {
    const plot = plotOf(model, person, label);
    const before = pictureOf(plot);
    return changePlot(model, person, plot, before, { ...before, width });
  },
  async perform(world, name, _, { plot, before, after }) {
    const window = world.window(name);
    await deselectIn(window, plot);
    await window.doubleClick(middleOf(before));
    const side = (look: PictureLook): Point => ({ x: look.x + look.width + 1, y: middleOf(look).y });
    await window.drag(side(before), side(after));
    await window.page.keyboard.press('Enter');
    await showsPlot(world, name, plot.number, after, `the picture cropped to ${after.width}`);
  },
  describe: ({ label, width }) => `double-clicks ${label} and crops it to a width of ${width}`,
});

const moved = v.object({ label: v.string(), dx: v.number(), dy: v.number() });

const movePicture = action<v.InferOutput<typeof moved>, PictureChanged>({
  name: 'move a picture',
  weight: 3,
  args: moved,
  propose(model, person, random) {
    const [label, plot] = random.pick(pictures(model, person)) ?? [];
    if (label === undefined || plot === undefined) return undefined;
    return { label, ...moveNear(inPlot(plot.number, ...home), pictureOf(plot), random) };
  },
  isPossible(model, person, { label, ...move }) {
    const plot = pictures(model, person).find(([one]) => one === label)?.[1];
    return plot !== undefined && endsNear(inPlot(plot.number, ...home), pictureOf(plot), move);
  },
  apply(model, person, { label, dx, dy }) {
    const plot = plotOf(model, person, label);
    const before = pictureOf(plot);
    return changePlot(model, person, plot, before, { ...before, x: before.x + dx, y: before.y + dy });
  },
  async perform(world, name, { dx, dy }, { plot, before, after }) {
    const window = world.window(name);
    await deselectIn(window, plot);
    const from = middleOf(before);
    await window.drag(from, { x: from.x + dx, y: from.y + dy });
    await showsPlot(world, name, plot.number, after, 'its picture moved');
  },
  describe: ({ label, dx, dy }) => `drags ${label} by ${dx},${dy}`,
});

export const pictureActions: readonly Action[] = [dropPicture, crop, movePicture];

function pictures(model: Model, person: Person): readonly (readonly [string, Plot])[] {
  return changeable(model, person).filter(([, { tracked }]) => tracked.look.kind === 'picture');
}

function pictureOf({ tracked: { look } }: Plot): PictureLook {
  if (look.kind !== 'picture') throw new RangeError('the plot has a frame');
  return look;
}

function middleOf({ x, y, width }: PictureLook): Point {
  return { x: x + width / 2, y: y + pictureSize.height / 2 };
}

/** A different picture for each label. */
function colourOf(label: string): string {
  const sum = [...label].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 0xffffff, 7);
  return `#${sum.toString(16).padStart(6, '0')}`;
}
