/** Notes on the whiteboard: texts, and shapes with a text in them. They become cards, and cards become notes. */

import { splitTitle } from '../../tasks/entry/entry.ts';

/** The parts of an element of Excalidraw's scene that this module reads. */
export interface SceneNote {
  readonly id: string;
  readonly type: string;
  readonly containerId?: string | null;
  readonly originalText?: string;
}

export interface Note {
  /** The text, or the shape around it. */
  readonly id: string;
  readonly title: string;
  readonly notes: string;
}

const shapes: ReadonlySet<string> = new Set(['rectangle', 'ellipse', 'diamond']);

/** Whether the scene has a selected element. Looks at none without a selection, and at no more after the first. */
export function isAnySelected(
  scene: readonly { readonly id: string }[],
  selected: { readonly [id: string]: true },
): boolean {
  for (const _ in selected) return scene.some(({ id }) => selected[id] === true);
  return false;
}

/** The elements that a tie or an action on `selected` is about: a text in a shape or at an arrow stands for that one. */
export function wholeElements(scene: readonly SceneNote[], selected: ReadonlySet<string>): readonly string[] {
  const ids = new Set<string>();
  for (const { id, containerId } of scene) if (selected.has(id)) ids.add(containerId ?? id);
  return [...ids];
}

/**
 * The notes among `ids`, in drawing order. The first line that is not blank is the title.
 *
 * @param scene without deleted elements.
 * @param ids of {@link wholeElements}.
 */
export function notesAmong(scene: readonly SceneNote[], ids: readonly string[]): readonly Note[] {
  const wanted = new Set(ids);
  const containers = new Set(scene.filter(({ type }) => shapes.has(type)).map(({ id }) => id));
  return scene.flatMap(({ id, type, containerId, originalText = '' }) => {
    if (type !== 'text') return [];
    const note = containerId ?? id;
    if (!wanted.has(note) || (note !== id && !containers.has(note))) return [];
    const text = cardText(originalText);
    return text === undefined ? [] : [{ id: note, ...text }];
  });
}

function cardText(text: string): { readonly title: string; readonly notes: string } | undefined {
  const [first = '', ...lines] = text.trim().split('\n');
  const { title, rest } = splitTitle(first);
  if (title === '') return undefined;
  const body = lines.join('\n').trim();
  return { title, notes: [rest, body].filter((part) => part !== '').join('\n') };
}

/** Characters of a card's notes that a note shows, at most. */
const maxShownNotes = 280;

/** The text of a note for a card. */
export function noteText({ title, notes }: { readonly title: string; readonly notes: string }): string {
  const body = notes.trim();
  if (body === '') return title;
  const start = Array.from(body).slice(0, maxShownNotes).join('');
  return `${title}\n\n${start === body ? body : `${start.trimEnd()}…`}`;
}

/** Canvas pixels. */
export const noteWidth = 240;
const noteGap = 40;
const notesInRow = 5;

/** @param heights of the notes, canvas pixels. @returns their corners, in rows that are as high as their highest note. */
export function inRows(heights: readonly number[]): readonly { readonly x: number; readonly y: number }[] {
  const places: { readonly x: number; readonly y: number }[] = [];
  let y = 0;
  for (let start = 0; start < heights.length; start += notesInRow) {
    const row = heights.slice(start, start + notesInRow);
    for (const at of row.keys()) places.push({ x: at * (noteWidth + noteGap), y });
    y += Math.max(...row) + noteGap;
  }
  return places;
}
