/** Shows others on this whiteboard, sends this person's pointer and view to them, and follows a person. */

import { zoomToFitBounds } from '@excalidraw/excalidraw';
import type { AppState, ExcalidrawImperativeAPI, ExcalidrawProps } from '@excalidraw/excalidraw/types';
import type { LiveBoard } from '#app/session/live/live.ts';
import type { Viewport, Whereabouts } from '#app/session/live/whereabouts.ts';
import { maxSelected } from '#shared/wire/presence.ts';
import { collaboratorsOf, type PeopleLook, socketOf } from './collaborators.ts';

export type PointerUpdate = Parameters<NonNullable<ExcalidrawProps['onPointerUpdate']>>[0];

type ViewState = Pick<AppState, 'scrollX' | 'scrollY' | 'zoom' | 'width' | 'height'>;
type OwnState = ViewState & Pick<AppState, 'selectedElementIds' | 'editingTextElement' | 'userToFollow'>;

export class LiveScene {
  readonly #api: ExcalidrawImperativeAPI;
  readonly #live: LiveBoard;
  readonly #look: PeopleLook;
  readonly #isSeen: () => boolean;
  #unsubscribe: (() => void) | undefined;
  #selected: AppState['selectedElementIds'] | undefined;
  /** The text in which this person types. */
  #editing: string | undefined;
  /** The last shown viewport of the followed person, and the size of this whiteboard then, in pixels. */
  #followed: { readonly viewport: Viewport; readonly width: number; readonly height: number } | undefined;
  #isStale = false;

  constructor(api: ExcalidrawImperativeAPI, live: LiveBoard, look: PeopleLook, isSeen: () => boolean) {
    this.#api = api;
    this.#live = live;
    this.#look = look;
    this.#isSeen = isSeen;
  }

  start(): void {
    this.#unsubscribe ??= this.#live.subscribe(() => this.show());
    this.show();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#live.show({ pointer: null, selected: [], viewport: null });
  }

  /** Others moved, or the list of people changed. */
  show(): void {
    this.#isStale = !this.#isSeen();
    if (this.#isStale || this.#unsubscribe === undefined) return;
    const others = this.#live.others();
    this.#api.updateScene({ collaborators: collaboratorsOf(this.#look, others) });
    this.#keepUp(others);
  }

  /** Another tab covers the whiteboard now, or no longer does. */
  seenOrNot(state: OwnState): void {
    if (!this.#isSeen()) return this.#live.show({ pointer: null, viewport: null });
    if (this.#isStale) this.show();
    this.stateChanged(state);
  }

  /** @param id a device; its person's view is shown until this person moves the view. */
  follow(id: string): void {
    const person = this.#look.people().find((one) => one.id === id);
    if (person === undefined || !this.#live.others().has(person.id)) return;
    this.show();
    this.#followed = undefined;
    this.#api.updateScene({ appState: { userToFollow: { socketId: socketOf(id), username: person.name } } });
    this.#keepUp(this.#live.others());
  }

  pointerMoved({ pointer: { x, y, tool }, button }: PointerUpdate): void {
    this.#live.show({ pointer: { x, y, tool, pressed: button === 'down' } });
  }

  pointerLeft(): void {
    this.#live.show({ pointer: null });
  }

  /** Excalidraw's state changed; most changes are not visible to others. */
  stateChanged(state: OwnState): void {
    const editing = state.editingTextElement?.id;
    if (state.selectedElementIds !== this.#selected || editing !== this.#editing) {
      this.#selected = state.selectedElementIds;
      this.#editing = editing;
      // Excalidraw deselects a text while it is edited; the others see in whose hands it is.
      const selected = new Set([...(editing === undefined ? [] : [editing]), ...Object.keys(this.#selected)]);
      this.#live.show({ selected: [...selected].slice(0, maxSelected) });
    }
    if (!this.#isSeen()) return;
    // This whiteboard may have another size now, or be measured only now.
    if (state.userToFollow !== null) this.#keepUp(this.#live.others());
    // Two people who follow each other would loop.
    this.#live.show({ viewport: state.userToFollow === null ? viewportOf(state) : null });
  }

  #keepUp(others: ReadonlyMap<string, Whereabouts>): void {
    const state = this.#api.getAppState();
    if (state.userToFollow === null) {
      this.#followed = undefined;
      return;
    }
    const viewport = others.get(state.userToFollow.socketId)?.viewport ?? null;
    const { width, height } = state;
    // Excalidraw measures itself some time after its tab is opened. Until then nothing would fit, at any zoom.
    if (viewport === null || width === 0 || height === 0) return;
    const before = this.#followed;
    if (viewport === before?.viewport && width === before.width && height === before.height) return;
    this.#followed = { viewport, width, height };
    const { left, top, right, bottom } = viewport;
    const fitted = zoomToFitBounds({
      appState: state,
      bounds: [left, top, right, bottom],
      fitToViewport: true,
      viewportZoomFactor: 1,
    });
    const { scrollX, scrollY, zoom } = fitted.appState;
    this.#api.updateScene({ appState: { scrollX, scrollY, zoom } });
  }
}

function viewportOf({ scrollX, scrollY, zoom, width, height }: ViewState): Viewport | null {
  if (width === 0 || height === 0) return null;
  const [left, top] = [-scrollX, -scrollY];
  return { left, top, right: left + width / zoom.value, bottom: top + height / zoom.value };
}
