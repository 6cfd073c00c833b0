/**
 * Reads the state of a window from within its page. The product has no hooks for tests: the open board's session and
 * Excalidraw's component are found as properties in React's tree, above elements with a test id.
 */

import type { BoardSession } from '#app/session/api.ts';
import type { Card, View, WindowState } from './window-state.ts';

interface Fiber {
  readonly return: Fiber | null;
  readonly memoizedProps: unknown;
  readonly stateNode: unknown;
}

/** Reads everything at once, for a consistent state. */
export function read(): WindowState {
  const session = openSession();
  const excalidraw = excalidrawComponent();
  const health = document.querySelector('[data-testid="health"]');
  const pending = document.querySelector('[data-testid="pending-count"]');
  return {
    agreed:
      session === undefined
        ? undefined
        : {
            ...JSON.parse(JSON.stringify(session.export())),
            library: session.view().library.map(({ name }) => name ?? ''),
          },
    scene: excalidraw
      ?.getSceneElementsIncludingDeleted()
      .map((element) => JSON.parse(JSON.stringify(element))),
    view: excalidraw === undefined ? undefined : viewOf(excalidraw),
    isEditingText: document.querySelector('.excalidraw textarea.excalidraw-wysiwyg') !== null,
    cards: [...document.querySelectorAll('[data-testid="task-card"]')].map(cardOf),
    title: document.querySelector('.pb-board-name')?.textContent ?? undefined,
    health: health?.getAttribute('data-state') ?? undefined,
    pending: Number(pending?.getAttribute('data-count') ?? 0),
    connected: session?.view().people.filter((person) => person.connected).length ?? 0,
  };
}

function openSession(): BoardSession | undefined {
  const health = document.querySelector('[data-testid="health"]');
  for (let fiber = health === null ? null : fiberOf(health); fiber !== null; fiber = fiber.return) {
    const props = fiber.memoizedProps;
    if (isRecord(props) && isSession(props.session)) return props.session;
  }
  return undefined;
}

interface ExcalidrawComponent {
  getSceneElementsIncludingDeleted(): readonly unknown[];
  readonly state: {
    readonly scrollX: number;
    readonly scrollY: number;
    readonly zoom: { readonly value: number };
    readonly offsetLeft: number;
    readonly offsetTop: number;
    readonly width: number;
    readonly height: number;
    readonly activeTool: { readonly type: string };
  };
}

function excalidrawComponent(): ExcalidrawComponent | undefined {
  const container = document.querySelector('[data-testid="whiteboard"] .excalidraw');
  for (let fiber = container === null ? null : fiberOf(container); fiber !== null; fiber = fiber.return) {
    if (isExcalidraw(fiber.stateNode)) return fiber.stateNode;
  }
  return undefined;
}

function viewOf({ state }: ExcalidrawComponent): View {
  return {
    scrollX: state.scrollX,
    scrollY: state.scrollY,
    zoom: state.zoom.value,
    left: state.offsetLeft,
    top: state.offsetTop,
    width: state.width,
    height: state.height,
    tool: state.activeTool.type,
  };
}

function cardOf(card: Element): Card {
  return {
    title: card.querySelector('.pb-card-title')?.textContent ?? '',
    column: card.getAttribute('data-column') ?? '',
    number: Number(card.getAttribute('data-task-number')),
    claimedBy: card.getAttribute('data-claimed-by') ?? '',
    isPending: card.getAttribute('data-pending') === 'true',
    isClaiming: card.querySelector('button[aria-disabled="true"]') !== null,
  };
}

/** React stores a reference to its tree in a property of each DOM node, under a name with a random suffix. */
function fiberOf(node: Element): Fiber | null {
  const key = Object.keys(node).find((name) => name.startsWith('__reactFiber$'));
  const fiber: unknown = key === undefined ? null : Reflect.get(node, key);
  return isFiber(fiber) ? fiber : null;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function isFiber(value: unknown): value is Fiber {
  return isRecord(value) && 'memoizedProps' in value && 'return' in value;
}

function isSession(value: unknown): value is BoardSession {
  return isRecord(value) && typeof value.export === 'function' && typeof value.patchElements === 'function';
}

function isExcalidraw(value: unknown): value is ExcalidrawComponent {
  return (
    isRecord(value) && typeof value.getSceneElementsIncludingDeleted === 'function' && isRecord(value.state)
  );
}
