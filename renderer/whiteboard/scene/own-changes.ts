/** Finds this person's changes: the elements of the scene that differ from their baseline. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch } from '#shared/board/commands.ts';
import { checkElement } from '#shared/board/element/check.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { mergedText } from '#shared/board/values/merged-text.ts';
import { isShared, patchBetween, toAgreed } from './adapter.ts';
import type { Baseline, Baselines } from './baselines.ts';
import type { ScenePlaces } from './painting/scene-places.ts';
import type { UnderWay } from './previews/own-previews.ts';
import { SameElements } from './same-elements.ts';
import type { Scene, SceneBoard } from './scene.ts';

export interface TakenChanges {
  readonly patches: readonly ElementPatch[];
  /** Elements that the board will have otherwise than the scene has them (repaired, or with the text of all): show them again. */
  readonly repaired: readonly string[];
  /** Whether the scene has a changed element of a type that is not shared. */
  readonly hasNotShared: boolean;
}

export class OwnChanges {
  readonly #board: Pick<SceneBoard, 'element' | 'mergedTexts'>;
  readonly #scene: Pick<Scene, 'elements' | 'isReady' | 'fitted'>;
  readonly #baselines: Baselines;
  readonly #places: ScenePlaces;
  readonly #isForeign: (id: string) => boolean;
  /** Elements that differ from their baseline and are not submitted yet. */
  readonly #dirty = new Set<string>();
  /** By place in the scene, the elements that equalled their baselines at the last look. */
  readonly #same = new SameElements();

  /** @param options.isForeign whether an element is another person's preview. */
  constructor(options: {
    readonly board: Pick<SceneBoard, 'element' | 'mergedTexts'>;
    readonly scene: Pick<Scene, 'elements' | 'isReady' | 'fitted'>;
    readonly baselines: Baselines;
    readonly places: ScenePlaces;
    readonly isForeign: (id: string) => boolean;
  }) {
    this.#board = options.board;
    this.#scene = options.scene;
    this.#baselines = options.baselines;
    this.#places = options.places;
    this.#isForeign = options.isForeign;
  }

  /** The ids of elements that are changed and not submitted. */
  get ids(): ReadonlySet<string> {
    return this.#dirty;
  }

  /** The changed elements, each beside its state on the board. */
  *underWay(): Iterable<UnderWay> {
    if (this.#dirty.size === 0) return;
    for (const element of this.#scene.elements()) {
      if (this.#dirty.has(element.id)) yield { element, before: this.#baselines.get(element.id)?.agreed };
    }
  }

  /**
   * Finds changes. Excalidraw modifies objects in place, so only versions show a change.
   *
   * @returns the elements that are absent, stale, or changed by Excalidraw alone: show them again.
   */
  scan(): readonly string[] {
    let known = 0;
    const elements = this.#scene.elements();
    const lost: string[] = [];
    for (const id of this.#baselines.takeChanged()) this.#same.forget(this.#places.of(id, elements));
    for (const [at, element] of elements.entries()) {
      if (this.#same.has(at, element)) {
        known += 1;
        continue;
      }
      const baseline = this.#baselines.get(element.id);
      if (baseline !== undefined) known += 1;
      if (baseline?.version === element.version && baseline.versionNonce === element.versionNonce)
        this.#same.note(at, element);
      else {
        this.#same.forget(at);
        if (this.#isLost(element, baseline)) lost.push(element.id);
      }
    }
    this.#same.end(elements.length);
    if (known < this.#baselines.size) {
      const present = new Set(elements.map((element) => element.id));
      for (const id of this.#baselines.ids()) if (!present.has(id)) lost.push(id);
    }
    for (const id of lost) this.#dirty.delete(id);
    return lost;
  }

  /** Finds changes of these elements only. */
  scanThese(ids: Iterable<string>): void {
    const elements = this.#scene.elements();
    for (const id of ids) {
      const place = this.#places.of(id, elements);
      const element = place === undefined ? undefined : elements[place];
      const baseline = this.#baselines.get(id);
      const isSame = element !== undefined && baseline?.version === element.version;
      if (isSame && baseline.versionNonce === element.versionNonce) continue;
      if (element === undefined || this.#isLost(element, baseline)) this.#dirty.delete(id);
    }
  }

  /** Notes an element that differs from its baseline, if it is a change. @returns whether it is to be shown again instead. */
  #isLost(element: ExcalidrawElement, baseline: Baseline | undefined): boolean {
    // Only its author changes it.
    if (this.#isForeign(element.id)) return true;
    if (baseline === undefined) {
      // The board has it, so it was not drawn here: Excalidraw loaded it by itself.
      if (this.#board.element(element.id) !== undefined) return true;
      if (!element.isDeleted) this.#dirty.add(element.id);
      return false;
    }
    if (element.version <= baseline.version) return true;
    this.#dirty.add(element.id);
    return false;
  }

  /** Whether one of the found changes is a deletion. */
  hasDeletion(): boolean {
    const elements = this.#scene.elements();
    return [...this.#dirty].some((id) => {
      const place = this.#places.of(id, elements);
      return place !== undefined && elements[place]?.isDeleted === true;
    });
  }

  /** Takes the found changes as patches, of `most` elements at most; the changed elements become their own baselines. */
  take(most = Number.POSITIVE_INFINITY): TakenChanges {
    const elements = this.#scene.elements();
    let left = most;
    const patches: ElementPatch[] = [];
    const repaired: string[] = [];
    let hasNotShared = false;
    for (const id of this.#dirty) {
      if (left === 0) break;
      left -= 1;
      this.#dirty.delete(id);
      const place = this.#places.of(id, elements);
      const element = place === undefined ? undefined : elements[place];
      if (element === undefined) continue;
      if (!isShared(element)) {
        hasNotShared = true;
        continue;
      }
      if (!this.#scene.isReady(element)) continue;
      const patch = this.#rebase(element, repaired);
      if (patch !== undefined) patches.push(patch);
    }
    return { patches, repaired, hasNotShared };
  }

  /** Makes the element its own baseline. @returns its difference from the previous one. */
  #rebase(element: ExcalidrawElement, repaired: string[]): ElementPatch | undefined {
    const before = this.#baselines.get(element.id);
    const withText = this.#withTextOfOthers(element, before?.agreed, repaired);
    const agreed = asOnBoard(withText, before?.agreed, repaired);
    const patch = patchBetween(before?.agreed, agreed);
    // An element that was deleted before it was shared has no baseline: if redo restores it, it is created then.
    if (before !== undefined || patch !== undefined) this.#baselines.set(element, agreed);
    return patch;
  }

  /**
   * The element in its agreed form. If this person changed its text while others changed it on the board, it has the text of all.
   *
   * @param before the element when this person began.
   * @param repaired receives the id if the text differs from the scene's.
   */
  #withTextOfOthers(
    element: ExcalidrawElement,
    before: BoardElement | undefined,
    repaired: string[],
  ): BoardElement {
    const agreed = toAgreed(element, before);
    const [base, mine] = [before?.originalText, agreed.originalText];
    const theirs = this.#board.element(element.id)?.originalText;
    if (typeof base !== 'string' || typeof mine !== 'string' || typeof theirs !== 'string') return agreed;
    if (mine === base || theirs === base) return agreed;
    const text = mergedText(base, mine, theirs);
    if (text === mine) return agreed;
    repaired.push(element.id);
    // A container may be too low for the label.
    this.#board.mergedTexts.add([element.id]);
    // Excalidraw deletes a text that this person empties; others have written in it since. Another deletion stays.
    const isDeleted = text === '' || (mine !== '' && agreed.isDeleted === true);
    return { ...agreed, ...this.#scene.fitted(element, text), isDeleted, id: element.id };
  }
}

/**
 * The element as every device will have it. One that cannot be repaired is submitted unchanged, so that the session refuses it
 * with a reason.
 *
 * @param before its baseline, which passed the check.
 * @param repaired receives the id if that differs from the scene.
 */
function asOnBoard(agreed: BoardElement, before: BoardElement | undefined, repaired: string[]): BoardElement {
  const checked = checkElement(agreed, before);
  if (checked.result === 'as-is') return agreed;
  repaired.push(agreed.id);
  return checked.result === 'repaired' ? checked.element : agreed;
}
