/** The elements of an open board: as they are shown, this person's changes of them, their undo, and their ties to cards. */

import type { BoardBlobs } from '#app/blobs/board-blobs.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import { tiePatches } from '#shared/board/element/card-tie.ts';
import { elementReference } from '../../view/elements/image-references.ts';
import { ShownElements } from '../../view/elements/shown-elements.ts';
import { Ties } from '../../view/elements/ties.ts';
import type { OptimisticBoard } from '../../view/optimistic-board.ts';
import { ElementHistory, type StepMark } from '../undo/element-history.ts';
import { MergedTexts } from './merged-texts.ts';
import { UnmeasuredTexts, type UnmeasuredTextsOptions } from './unmeasured-texts.ts';

export interface WhiteboardOptions {
  readonly board: Pick<OptimisticBoard, 'shown' | 'settled' | 'takeChanged'>;
  readonly blobs: Pick<BoardBlobs, 'refer'>;
  readonly submit: (patches: readonly ElementPatch[]) => void;
  /** Whether this device may change the board. */
  readonly mayChange: () => boolean;
  /** Of the texts whose authors do not measure them. */
  readonly unmeasured: Pick<UnmeasuredTextsOptions, 'clock' | 'me' | 'present'>;
  /** The window has to show elements again. */
  readonly changed: () => void;
  /** The steps of undo have changed. */
  readonly undoChanged: () => void;
}

export class Whiteboard {
  readonly shown: ShownElements;
  readonly ties: Ties;
  readonly undo: ElementHistory;
  readonly mergedTexts: MergedTexts;
  readonly unmeasured: UnmeasuredTexts;
  readonly #options: WhiteboardOptions;

  constructor(options: WhiteboardOptions) {
    this.#options = options;
    this.shown = new ShownElements(options.board);
    const element = (id: string) => this.shown.get(id);
    this.ties = new Ties(element);
    this.mergedTexts = new MergedTexts({
      submit: (patches) => this.#submitUnseen(patches),
      mayChange: options.mayChange,
    });
    this.unmeasured = new UnmeasuredTexts({
      ...options.unmeasured,
      element: (id) => options.board.settled.element(id),
      measure: (ids) => {
        this.mergedTexts.add(ids);
        this.shown.report(ids);
        options.changed();
      },
    });
    this.undo = new ElementHistory({
      element,
      submit: (patches, unmeasured) => {
        this.mergedTexts.add(unmeasured);
        this.#submitUnseen(patches);
      },
      changed: options.undoChanged,
    });
  }

  /** See `BoardSession.patchElements`. */
  patch(patches: readonly ElementPatch[], mark?: StepMark): void {
    this.undo.record(patches, mark, () => this.#submit(patches));
  }

  /** See `BoardSession.tieElements`. */
  tie(ids: readonly string[], card: string | undefined): void {
    const patches = tiePatches(
      ids.flatMap((id) => this.shown.get(id) ?? []),
      card,
    );
    if (patches.length > 0) this.undo.record(patches, undefined, () => this.#submitUnseen(patches));
  }

  /** @returns the elements that look different since the last call, except by the window's own changes. */
  takeChanged(): readonly string[] {
    const changed = this.shown.takeChanged();
    this.#changed(changed);
    return changed;
  }

  /** The scene does not show these changes yet. */
  #submitUnseen(patches: readonly ElementPatch[]): void {
    this.#submit(patches);
    this.shown.report(patches.map(({ id }) => id));
  }

  #submit(patches: readonly ElementPatch[]): void {
    this.#options.submit(patches);
    this.#changed(patches.map(({ id }) => id));
  }

  #changed(ids: readonly string[]): void {
    this.ties.update(ids);
    this.#options.blobs.refer(ids.map((id) => elementReference(id, this.shown.get(id))));
  }
}
