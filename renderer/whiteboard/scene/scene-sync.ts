/**
 * Synchronises Excalidraw's scene and the board's session, in both directions, without echoes.
 *
 * For each element it stores the baseline (`baselines.ts`): the element when both sides last agreed about it. A difference from
 * the baseline in the scene is a change of this person, and becomes a patch (`own-changes.ts`); an element that the session
 * announces replaces the baseline and the scene's element together (`painting/scene-painter.ts`). So a change from outside never
 * differs from its baseline.
 *
 * Excalidraw replaces its whole scene at times: while it loads, when it mounts again, when it opens a file. So three rules hold
 * for every content of the scene and every order of events:
 *
 * 1. An absent element is not shown yet, or no longer. That is never a deletion: it is shown again.
 * 2. A deletion is Excalidraw's own `isDeleted` on an element that this scene has shown, in a later version than it showed.
 * 3. An element in an earlier version than the scene has shown is stale. That is no change of this person: it is shown again.
 *
 * A batch that deletes most of the board (`deletion.ts`) is shown again, too, until the person has confirmed it.
 *
 * Unfinished gestures of others (`others-previews.ts`) are shown over the agreed elements, and are their baseline as well: so
 * changes of this person in the meantime are submitted without them.
 */

import type { StepMark } from '#app/session/changes/undo/element-history.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import { deletedBy, isLargeDeletion } from '../deletion/deletion.ts';
import { Baselines } from './baselines.ts';
import { gestureElementIds, isGestureActive, isMoving } from './gesture.ts';
import { OwnChanges } from './own-changes.ts';
import { ScenePainter } from './painting/scene-painter.ts';
import { ScenePlaces } from './painting/scene-places.ts';
import { OthersPreviews } from './previews/others-previews.ts';
import { OwnPreviews } from './previews/own-previews.ts';
import type { Scene, SceneBoard, SceneClock, SceneSyncListener } from './scene.ts';
import { maxMeasured, measuredTexts } from './texts/measured-texts.ts';

/** The minimum time between two submissions. */
export const patchIntervalMilliseconds = 100;
/** The interval of submissions during a long gesture that only moves: the most that a crash loses of it. */
export const gestureIntervalMilliseconds = 250;
/** The delay after a change, so that its consequences (bindings, labels) are in the same submission. */
export const patchDelayMilliseconds = 16;

/** The most elements of one submission, so that it takes no long task. A change of more follows in further tasks. */
export const maxElementsAtOnce = 500;

const nothing: ReadonlySet<string> = new Set();

export class SceneSync {
  readonly #board: SceneBoard;
  readonly #scene: Scene;
  readonly #clock: SceneClock;
  readonly #listener: SceneSyncListener;
  readonly #changes: OwnChanges;
  readonly #painter: ScenePainter;
  readonly #othersPreviews: OthersPreviews;
  readonly #ownPreviews: OwnPreviews;
  /** Elements that the session announced and that are not shown yet. */
  readonly #announced = new Set<string>();
  #unsubscribe: (() => void) | undefined;
  #cancelFlush: (() => void) | undefined;
  #cancelFrame: (() => void) | undefined;
  #flushedAt = Number.NEGATIVE_INFINITY;
  /** When the present gesture was noticed. */
  #gestureSince: number | undefined;

  constructor(options: {
    readonly board: SceneBoard;
    readonly scene: Scene;
    readonly clock: SceneClock;
    readonly listener: SceneSyncListener;
  }) {
    const { board, scene, clock } = options;
    this.#board = board;
    this.#scene = scene;
    this.#clock = clock;
    this.#listener = options.listener;
    const baselines = new Baselines();
    const places = new ScenePlaces();
    const othersPreviews = new OthersPreviews(board.live);
    this.#othersPreviews = othersPreviews;
    this.#ownPreviews = new OwnPreviews(board.live, clock);
    this.#changes = new OwnChanges({
      board,
      scene,
      baselines,
      places,
      isForeign: (id) => othersPreviews.isForeign(id),
    });
    this.#painter = new ScenePainter({ board, scene, clock, baselines, othersPreviews, places });
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
    for (const id of [...this.#painter.adopt(), ...this.#othersPreviews.ids()]) this.#announced.add(id);
    this.#show();
    this.#report();
  }

  /**
   * Submits patches that do not come from the scene (a file, a confirmed deletion), and shows their effects.
   *
   * @param mark consecutive calls with the same one are one step of undo.
   */
  submit(patches: readonly ElementPatch[], mark?: StepMark): void {
    if (this.#unsubscribe === undefined || patches.length === 0) return;
    this.flush();
    this.#board.patchElements(patches, mark);
    this.#announce(patches.map(({ id }) => id));
  }

  /**
   * Measures texts again, of many only the first ones.
   *
   * @param mark as of {@link submit}.
   */
  measure(ids: readonly string[], mark: StepMark): void {
    // The board has the text that this person has just written.
    this.flush();
    this.submit(measuredTexts(ids.slice(0, maxMeasured), this.#board, this.#scene), mark);
  }

  /** Submits all remaining changes, finished or not, and stops following the board. Call it while the scene still exists. */
  stop(): void {
    this.#ownPreviews.end(this.flush());
    this.#unsubscribe?.();
    this.#cancelFrame?.();
    this.#unsubscribe = undefined;
    this.#cancelFrame = undefined;
  }

  /** To be called whenever Excalidraw reports a change; most of them do not concern the board. */
  sceneChanged(): void {
    if (this.#unsubscribe === undefined) return;
    this.#scan();
    this.#report();
    if (isGestureActive(this.#scene.gesture())) {
      this.#cancelFlush?.();
      this.#cancelFlush = undefined;
      this.#gestureSince ??= this.#clock.now();
      this.#continueGesture();
      return;
    }
    const hasEnded = this.#gestureSince !== undefined;
    this.#gestureSince = undefined;
    if (this.#changes.ids.size > 0) this.#scheduleFlush(hasEnded);
    else this.#ownPreviews.end(nothing);
    if (this.#announced.size > 0) this.#scheduleShow();
  }

  /** Hides other people's previews, or shows them again: immediately, as an export may follow. */
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

  /** Submits the changes that wait for their turn, if there are any. */
  flushWaiting(): void {
    if (this.#cancelFlush !== undefined) this.flush();
  }

  #continueGesture(): void {
    const since = Math.max(this.#flushedAt, this.#gestureSince ?? 0);
    const isDue = this.#clock.now() - since >= gestureIntervalMilliseconds;
    // A stroke or a text is submitted as a whole when it is finished: each submission would contain all of it.
    if (isDue && this.#changes.ids.size > 0 && isMoving(this.#scene.gesture())) this.flush();
    else this.#ownPreviews.changed(() => this.#changes.underWay());
  }

  /** Submits all changes now, even in the middle of a gesture. @returns the ids of the submitted elements. */
  flush(): ReadonlySet<string> {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    if (this.#unsubscribe === undefined) return nothing;
    this.#scan();
    const submitted = this.#submitChanges(Number.POSITIVE_INFINITY);
    if (this.#announced.size > 0) this.#scheduleShow();
    return submitted;
  }

  /** Submits all changes: a large one in several tasks, unless it may need a confirmation as a whole. */
  #flushGradually(): void {
    if (this.#unsubscribe === undefined) return;
    this.#scan();
    const isLarge = this.#changes.ids.size > maxElementsAtOnce && !this.#changes.hasDeletion();
    this.#submitChanges(isLarge ? maxElementsAtOnce : Number.POSITIVE_INFINITY);
    if (this.#changes.ids.size > 0) this.#cancelFlush = this.#clock.after(0, () => this.#continueFlush());
    else if (this.#announced.size > 0) this.#scheduleShow();
  }

  /** A gesture may have begun since; its end schedules the next flush. */
  #continueFlush(): void {
    this.#cancelFlush = undefined;
    if (!isGestureActive(this.#scene.gesture())) this.#flushGradually();
  }

  /** @param most elements. */
  #submitChanges(most: number): ReadonlySet<string> {
    if (this.#changes.ids.size === 0) return nothing;
    // They are over the board at the others, and would stay behind it until the next movement.
    if (isGestureActive(this.#scene.gesture())) this.#ownPreviews.submitting(this.#changes.underWay());
    const { patches, repaired, hasNotShared } = this.#changes.take(most);
    if (repaired.length > 0) this.#announce(repaired);
    this.#flushedAt = this.#clock.now();
    const confirmed = this.#withoutLargeDeletion(patches);
    if (confirmed.length > 0) this.#board.patchElements(confirmed, this.#scene.mark());
    const submitted = new Set(confirmed.map(({ id }) => id));
    if (!isGestureActive(this.#scene.gesture())) this.#ownPreviews.end(submitted);
    if (hasNotShared) {
      this.#painter.removeNotShared();
      this.#listener.notShared();
    }
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

  #scan(): void {
    const lost = this.#changes.scan();
    if (lost.length > 0) this.#announce(lost);
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
    const run = (): void => this.#continueFlush();
    const next = this.#flushedAt + patchIntervalMilliseconds - this.#clock.now();
    this.#cancelFlush = hasEnded
      ? this.#clock.soon(run)
      : this.#clock.after(Math.max(patchDelayMilliseconds, next), run);
  }

  /** Measures texts with the next frame, as no step of undo. */
  measureLater(ids: readonly string[]): void {
    this.#board.mergedTexts.add(ids);
    this.#scheduleShow();
  }

  #scheduleShow(): void {
    if (this.#cancelFrame !== undefined) return;
    this.#cancelFrame = this.#clock.frame(() => {
      this.#cancelFrame = undefined;
      this.#show();
    });
  }

  #show(): void {
    this.#showAnnounced();
    this.#measureMerged();
  }

  /** Shows the announced elements, except those that this person is working on. */
  #showAnnounced(): void {
    // Only changes of the announced elements matter for this: the scene keeps all others as they are.
    this.#changes.scanThese(this.#announced);
    const { fresh } = this.#divided();
    if (fresh.size === 0) return;
    for (const id of fresh) this.#announced.delete(id);
    if (!this.#painter.paintInPlace(fresh)) this.#showInOrder(fresh);
    this.#report();
  }

  /** One that this person is changing follows when it is shown after that. */
  #measureMerged(): void {
    const { mergedTexts } = this.#board;
    const ids = mergedTexts.take(maxMeasured, (id) => this.#changes.ids.has(id));
    if (ids.length === 0) return;
    const patches = measuredTexts(ids, this.#board, this.#scene);
    if (patches.length > 0) mergedTexts.measured(patches);
    if (mergedTexts.size > 0) this.#scheduleShow();
  }

  /** The order of all elements changes, so a change of any of them must be known before. */
  #showInOrder(announced: Iterable<string>): void {
    for (const id of announced) this.#announced.add(id);
    this.#scan();
    const { fresh, held } = this.#divided();
    for (const id of fresh) this.#announced.delete(id);
    this.#painter.paintAll(fresh, held);
  }

  /** Submits the found changes, unless they have to wait. @returns the announced elements to show, and those to leave as they are. */
  #divided(): { readonly fresh: ReadonlySet<string>; readonly held: ReadonlySet<string> } {
    const gesture = this.#scene.gesture();
    const active = isGestureActive(gesture);
    const waits = active || this.#changes.ids.size > maxElementsAtOnce;
    if (!waits && this.#changes.ids.size > 0) {
      this.#cancelFlush?.();
      this.#cancelFlush = undefined;
      this.#scan();
      this.#submitChanges(Number.POSITIVE_INFINITY);
    }
    const held = new Set(waits ? [...this.#changes.ids, ...(active ? gestureElementIds(gesture) : [])] : []);
    return { fresh: new Set([...this.#announced].filter((id) => !held.has(id))), held };
  }

  #report(): void {
    this.#listener.shown(this.#scene.count() - this.#othersPreviews.foreignCount);
    this.#listener.undrawable(this.#painter.undrawableCount);
  }
}
