/**
 * Keeps Excalidraw's scene and the board's session in step, in both directions, without echoes.
 *
 * For each element it stores the baseline: the element when both sides last agreed about it. A difference from the baseline in
 * the scene is a change of this person, and becomes a patch; an element that the session announces replaces the baseline and the
 * scene's element together. So a change from outside never differs from its baseline.
 *
 * Excalidraw replaces its whole scene now and then: while it loads, when it mounts again, when it opens a file. So three
 * rules hold whatever the scene says and in whatever order things happen:
 *
 * 1. An absent element is not shown yet, or not any more. That is never a deletion: it is shown again.
 * 2. A deletion is Excalidraw's own `isDeleted` on an element that this scene has shown, in a later version than it showed.
 * 3. An element in an earlier version than the scene has shown is stale. That is no change of this person: it is shown again.
 *
 * A batch that deletes most of the board (`deletion.ts`) is shown again, too, until the person has confirmed it.
 *
 * Unfinished gestures of others (`others-previews.ts`) are shown over the agreed elements, and are their baseline as well: so
 * changes of this person in the meantime are submitted without them.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BoardSession } from '#app/session/api.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import { checkElement } from '#shared/board/element/check.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { deletedBy, isLargeDeletion } from '../deletion/deletion.ts';
import { inDrawingOrder, isShared, patchBetween, toAgreed, toScene } from './adapter.ts';
import { type GestureState, gestureElementIds, isGestureActive, isMoving } from './gesture.ts';
import { OthersPreviews } from './others-previews.ts';
import { OwnPreviews, type UnderWay } from './own-previews.ts';

/** The scene, as Excalidraw's API offers it. */
export interface Scene {
  /** Removed ones included, in drawing order. */
  elements(): readonly ExcalidrawElement[];
  gesture(): GestureState;
  /** Whether a person could see it now: neither its tab nor the page is hidden. */
  isSeen(): boolean;
  /** Whether an element can be shared as it is; asked again after a change of the scene. */
  isReady(element: ExcalidrawElement): boolean;
  /** Replaces all elements without making it part of this person's undo history. */
  show(elements: readonly ExcalidrawElement[]): void;
}

export interface SceneSyncListener {
  /** Elements that are shown, without removed ones. */
  shown(count: number): void;
  /** Elements of the board that cannot be drawn here. */
  undrawable(count: number): void;
  /** Something that is not shared (an embedded page) was put into the scene and taken out again. */
  notShared(): void;
  /** This person deleted most of the board. The elements stay until `deleteElements` is called with them. */
  largeDeletion(ids: readonly string[]): void;
}

/** Time as this class needs it; the browser's in the product. */
export interface SceneClock {
  now(): number;
  /** @returns a function that cancels. */
  after(milliseconds: number, run: () => void): () => void;
  /** After the code that runs now, before anything is drawn. @returns a function that cancels. */
  soon(run: () => void): () => void;
  /** Before the next frame is drawn, later while the scene is not seen. @returns a function that cancels. */
  frame(run: () => void): () => void;
  /** An integer from 0 to 2^31 - 1. */
  nonce(): number;
}

export type SceneBoard = Pick<
  BoardSession,
  'elements' | 'element' | 'patchElements' | 'subscribeElements' | 'live'
>;

/** Between two submissions, at least. */
export const patchIntervalMilliseconds = 100;
/** A long gesture that only moves is submitted so often, so that a crash takes no more of it. */
export const gestureIntervalMilliseconds = 250;
/** After a change, so that what follows from it in the same moment (bindings, labels) goes with it. */
export const patchDelayMilliseconds = 16;

const nothing: ReadonlySet<string> = new Set();

interface Baseline {
  readonly agreed: BoardElement;
  readonly version: number;
  readonly versionNonce: number;
}

export class SceneSync {
  readonly #board: SceneBoard;
  readonly #scene: Scene;
  readonly #clock: SceneClock;
  readonly #listener: SceneSyncListener;
  readonly #baselines = new Map<string, Baseline>();
  /** Elements that differ from their baseline and are not submitted yet. */
  readonly #dirty = new Set<string>();
  /** Elements that the session announced and that are not shown yet. */
  readonly #announced = new Set<string>();
  /** Elements of the board that cannot be drawn here. */
  readonly #undrawable = new Set<string>();
  readonly #othersPreviews: OthersPreviews;
  readonly #ownPreviews: OwnPreviews;
  #unsubscribe: (() => void) | undefined;
  #cancelFlush: (() => void) | undefined;
  #cancelFrame: (() => void) | undefined;
  #flushedAt = Number.NEGATIVE_INFINITY;
  /** When the gesture that is going on was noticed. */
  #gestureSince: number | undefined;

  constructor(options: {
    readonly board: SceneBoard;
    readonly scene: Scene;
    readonly clock: SceneClock;
    readonly listener: SceneSyncListener;
  }) {
    this.#board = options.board;
    this.#scene = options.scene;
    this.#clock = options.clock;
    this.#listener = options.listener;
    this.#othersPreviews = new OthersPreviews(options.board.live);
    this.#ownPreviews = new OwnPreviews(options.board.live, options.clock);
  }

  /** Shows the board and follows it from now on. */
  start(): void {
    const endings = [
      this.#board.subscribeElements((changed) => {
        this.#othersPreviews.settled(changed);
        this.#showSoon(changed);
      }),
      this.#othersPreviews.subscribe((changed) => this.#showSoon(changed)),
    ];
    this.#unsubscribe = () => {
      for (const end of endings) end();
    };
    for (const element of this.#board.elements()) this.#announced.add(element.id);
    this.#show();
  }

  /** Submits patches that were not made by editing the scene (a file, a confirmed deletion), and shows what comes of them. */
  submit(patches: readonly ElementPatch[]): void {
    if (this.#unsubscribe === undefined || patches.length === 0) return;
    this.flush();
    this.#board.patchElements(patches);
    this.#announce(patches.map(({ id }) => id));
  }

  /** Submits what is not submitted yet, finished or not, and stops following the board. Call it while the scene is still there. */
  stop(): void {
    this.#ownPreviews.end(this.flush());
    this.#unsubscribe?.();
    this.#cancelFrame?.();
    this.#unsubscribe = undefined;
    this.#cancelFrame = undefined;
  }

  /** To be called whenever Excalidraw says that something changed; most of the time it is nothing of the board. */
  sceneChanged(): void {
    if (this.#unsubscribe === undefined) return;
    this.#scan();
    this.#report();
    if (isGestureActive(this.#scene.gesture())) {
      this.#cancelFlush?.();
      this.#cancelFlush = undefined;
      this.#gestureSince ??= this.#clock.now();
      this.#gestureGoesOn();
      return;
    }
    const hasEnded = this.#gestureSince !== undefined;
    this.#gestureSince = undefined;
    if (this.#dirty.size > 0) this.#scheduleFlush(hasEnded);
    else this.#ownPreviews.end(nothing);
    if (this.#announced.size > 0) this.#scheduleShow();
  }

  /** Hides what others have under way, or shows it again: at once, as something may be about to be copied or saved. */
  hidePreviews(areHidden: boolean): void {
    const changed = this.#othersPreviews.hide(areHidden);
    if (this.#unsubscribe === undefined || changed.length === 0) return;
    this.#announce(changed);
    this.#show();
  }

  /** The scene can be seen again. */
  appeared(): void {
    if (this.#unsubscribe !== undefined && this.#announced.size > 0) this.#show();
  }

  #gestureGoesOn(): void {
    const since = Math.max(this.#flushedAt, this.#gestureSince ?? 0);
    const isDue = this.#clock.now() - since >= gestureIntervalMilliseconds;
    // A stroke or a text is submitted as a whole when it is finished: each time it would be all of it again.
    if (isDue && this.#dirty.size > 0 && isMoving(this.#scene.gesture())) this.flush();
    else this.#ownPreviews.changed(() => this.#underWay());
  }

  *#underWay(): Iterable<UnderWay> {
    if (this.#dirty.size === 0) return;
    for (const element of this.#scene.elements()) {
      if (this.#dirty.has(element.id)) yield { element, before: this.#baselines.get(element.id)?.agreed };
    }
  }

  /** Submits now what is not submitted yet, even in the middle of a gesture. @returns the elements that were. */
  flush(): ReadonlySet<string> {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    if (this.#unsubscribe === undefined) return nothing;
    this.#scan();
    if (this.#dirty.size === 0) return nothing;
    const elements = new Map(this.#scene.elements().map((element) => [element.id, element]));
    const patches: ElementPatch[] = [];
    let notShared = false;
    for (const id of this.#dirty) {
      const element = elements.get(id);
      if (element === undefined) continue;
      if (!isShared(element)) {
        notShared = true;
        continue;
      }
      if (!this.#scene.isReady(element)) continue;
      const patch = this.#rebase(element);
      if (patch !== undefined) patches.push(patch);
    }
    this.#dirty.clear();
    this.#flushedAt = this.#clock.now();
    const confirmed = this.#withoutLargeDeletion(patches);
    if (confirmed.length > 0) this.#board.patchElements(confirmed);
    const submitted = new Set(confirmed.map(({ id }) => id));
    if (!isGestureActive(this.#scene.gesture())) this.#ownPreviews.end(submitted);
    if (notShared) this.#takeOutWhatIsNotShared();
    return submitted;
  }

  /** Leaves out the deletions of a batch that deletes most of the board, shows those elements again, and reports them. */
  #withoutLargeDeletion(patches: readonly ElementPatch[]): readonly ElementPatch[] {
    const deleted = deletedBy(patches);
    if (!isLargeDeletion(deleted, this.#board.elements())) return patches;
    this.#announce(deleted);
    this.#listener.largeDeletion(deleted);
    const ids = new Set(deleted);
    return patches.filter(({ id }) => !ids.has(id));
  }

  /** Makes the element as it is now its own baseline. @returns how it differs from the one before. */
  #rebase(element: ExcalidrawElement): ElementPatch | undefined {
    const before = this.#baselines.get(element.id);
    const agreed = this.#repaired(toAgreed(element));
    const patch = patchBetween(before?.agreed, agreed);
    // One that came and went before it was shared has no baseline: should it come back by redo, it is created then.
    if (before !== undefined || patch !== undefined) this.#setBaseline(element, agreed);
    return patch;
  }

  /**
   * The element as all others will have it. Where that is not how it is here it is shown anew; one that cannot be repaired is
   * submitted as it is, so that the session refuses it with a reason.
   */
  #repaired(agreed: BoardElement): BoardElement {
    const checked = checkElement(agreed);
    if (checked.result === 'as-is') return agreed;
    this.#announced.add(agreed.id);
    this.#scheduleShow();
    return checked.result === 'repaired' ? checked.element : agreed;
  }

  #setBaseline(element: ExcalidrawElement, agreed = toAgreed(element)): void {
    const { version, versionNonce } = element;
    this.#baselines.set(element.id, { agreed, version, versionNonce });
  }

  /** Finds this person's changes. Excalidraw modifies objects in place, so only versions show a change. */
  #scan(): void {
    let known = 0;
    const elements = this.#scene.elements();
    const lost: string[] = [];
    for (const element of elements) {
      const baseline = this.#baselines.get(element.id);
      if (this.#othersPreviews.isForeign(element.id)) {
        known += 1;
        // Nobody but its author changes it.
        if (element.versionNonce !== baseline?.versionNonce || element.version !== baseline.version)
          lost.push(element.id);
        continue;
      }
      if (baseline === undefined) {
        // The board has it, so it was not drawn here: Excalidraw loaded it by itself.
        if (this.#board.element(element.id) !== undefined) lost.push(element.id);
        else if (!element.isDeleted) this.#dirty.add(element.id);
        continue;
      }
      known += 1;
      if (element.version > baseline.version) this.#dirty.add(element.id);
      else if (element.version < baseline.version || element.versionNonce !== baseline.versionNonce) {
        lost.push(element.id);
      }
    }
    if (known < this.#baselines.size) {
      const present = new Set(elements.map((element) => element.id));
      for (const id of this.#baselines.keys()) if (!present.has(id)) lost.push(id);
    }
    if (lost.length === 0) return;
    for (const id of lost) this.#dirty.delete(id);
    this.#announce(lost);
  }

  /** In the frame of the announcement, if the scene is visible. */
  #showSoon(changed: readonly string[]): void {
    for (const id of changed) this.#announced.add(id);
    if (this.#scene.isSeen()) this.#show();
    else this.#scheduleShow();
  }

  #announce(changed: readonly string[]): void {
    for (const id of changed) this.#announced.add(id);
    this.#scheduleShow();
  }

  /**
   * @param hasEnded a gesture has ended: its changes are complete once Excalidraw has handled the event. They are submitted
   * before the frame is drawn, so that the storage works meanwhile.
   */
  #scheduleFlush(hasEnded: boolean): void {
    if (this.#cancelFlush !== undefined) return;
    const run = (): void => {
      this.#cancelFlush = undefined;
      // A gesture may have begun since; its end schedules the next flush.
      if (!isGestureActive(this.#scene.gesture())) this.flush();
    };
    const next = this.#flushedAt + patchIntervalMilliseconds - this.#clock.now();
    this.#cancelFlush = hasEnded
      ? this.#clock.soon(run)
      : this.#clock.after(Math.max(patchDelayMilliseconds, next), run);
  }

  #scheduleShow(): void {
    if (this.#cancelFrame !== undefined) return;
    this.#cancelFrame = this.#clock.frame(() => {
      this.#cancelFrame = undefined;
      this.#show();
    });
  }

  /** Puts what the session announced into the scene, around what this person is working on. */
  #show(): void {
    const gesture = this.#scene.gesture();
    const active = isGestureActive(gesture);
    if (active) this.#scan();
    else this.flush();
    const held = new Set(active ? [...this.#dirty, ...gestureElementIds(gesture)] : []);
    const fresh = new Set([...this.#announced].filter((id) => !held.has(id)));
    if (fresh.size === 0) return;
    for (const id of fresh) this.#announced.delete(id);
    this.#replace(fresh, held);
    this.#report();
  }

  #replace(fresh: ReadonlySet<string>, held: ReadonlySet<string>): void {
    const shown = new Map(this.#scene.elements().map((element) => [element.id, element]));
    const entries: { element: ExcalidrawElement; index: string | null }[] = [];
    for (const agreed of this.#board.elements()) {
      const current = shown.get(agreed.id);
      shown.delete(agreed.id);
      const mine = held.has(agreed.id) ? current : undefined;
      const element = mine ?? (fresh.has(agreed.id) ? this.#drawn(agreed, current) : current);
      if (element !== undefined) entries.push({ element, index: mine?.index ?? indexOf(agreed) });
      if (fresh.has(agreed.id)) this.#othersPreviews.setForeign(agreed.id, false);
    }
    for (const preview of this.#othersPreviews.drawn(this.#board)) {
      const { id } = preview;
      const current = shown.get(id);
      // One that this person draws has the same id by malice only.
      if (current !== undefined && !this.#othersPreviews.isForeign(id)) continue;
      shown.delete(id);
      const element = fresh.has(id) ? this.#made(preview, current) : current;
      this.#othersPreviews.setForeign(id, element !== undefined);
      if (element !== undefined) entries.push({ element, index: indexOf(preview) });
    }
    for (const element of shown.values()) {
      // The session does not have it: it is being drawn here, or its creation was refused.
      if (fresh.has(element.id)) {
        this.#baselines.delete(element.id);
        this.#othersPreviews.setForeign(element.id, false);
      } else entries.push({ element, index: element.index });
    }
    const mineBefore = new Map(entries.filter(({ element }) => held.has(element.id)).map(versionOf));
    this.#scene.show(inDrawingOrder(entries));
    // Excalidraw gives new indices where ours are equal. That is for this window alone: it is not a change.
    for (const element of this.#scene.elements()) {
      const before = mineBefore.get(element.id);
      if (before === undefined) this.#refresh(element, fresh.has(element.id));
      else if (before !== element.version) this.#acceptIndex(element);
    }
  }

  #drawn(agreed: BoardElement, current: ExcalidrawElement | undefined): ExcalidrawElement | undefined {
    const looking = this.#othersPreviews.over(agreed);
    // A preview that cannot be drawn is left out, and no matter to speak of.
    const underWay = looking === agreed ? undefined : this.#made(looking, current);
    const element = underWay ?? this.#made(agreed, current);
    if (element !== undefined) {
      this.#undrawable.delete(agreed.id);
      return element;
    }
    this.#baselines.delete(agreed.id);
    this.#undrawable.add(agreed.id);
    return undefined;
  }

  #made(element: BoardElement, current: ExcalidrawElement | undefined): ExcalidrawElement | undefined {
    return toScene(element, {
      version: Math.max(current?.version ?? 0, this.#baselines.get(element.id)?.version ?? 0) + 1,
      versionNonce: this.#clock.nonce(),
      updated: this.#clock.now(),
    });
  }

  #refresh(element: ExcalidrawElement, always: boolean): void {
    const baseline = this.#baselines.get(element.id);
    if (baseline === undefined && !always) return;
    if (!always && baseline?.version === element.version) return;
    this.#setBaseline(element);
  }

  /** Takes the index of an element that this person is working on for granted, and only that. */
  #acceptIndex(element: ExcalidrawElement): void {
    const baseline = this.#baselines.get(element.id);
    if (baseline === undefined || element.index === null) return;
    const agreed = { ...baseline.agreed, index: element.index };
    this.#baselines.set(element.id, { ...baseline, agreed });
  }

  #takeOutWhatIsNotShared(): void {
    const elements = this.#scene.elements().filter((element) => isShared(element));
    this.#scene.show(elements);
    for (const element of this.#scene.elements()) this.#refresh(element, false);
    this.#listener.notShared();
  }

  #report(): void {
    let count = 0;
    for (const element of this.#scene.elements()) if (!element.isDeleted) count += 1;
    this.#listener.shown(count - this.#othersPreviews.foreignCount);
    this.#listener.undrawable(this.#undrawable.size);
  }
}

function indexOf(element: BoardElement): string | null {
  return typeof element.index === 'string' ? element.index : null;
}

function versionOf(entry: { readonly element: ExcalidrawElement }): [string, number] {
  return [entry.element.id, entry.element.version];
}
