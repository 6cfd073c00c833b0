/** The inputs of a card and of its menu. */

import type { FocusEvent } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import type { Column, Label } from '#shared/board/task/model.ts';
import type { Place } from '../arrange.ts';

export interface TaskActions {
  readonly claim: (id: string) => void;
  readonly release: (id: string) => void;
  readonly complete: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly remove: (task: TaskView) => void;
  readonly archive: (task: TaskView) => void;
  readonly duplicate: (task: TaskView) => void;
  /** Asks for files. */
  readonly attach: (task: TaskView) => void;
  readonly assignMe: (task: TaskView, on: boolean) => void;
  /** `range`: all from the last selected card. */
  readonly select: (id: string, range?: boolean) => void;
  readonly move: (task: TaskView, place: Place | undefined) => void;
  /** The focus is on the card, or in its menu. */
  readonly focused: (id: string) => void;
  readonly blurred: (event: FocusEvent) => void;
}

/** The same for all cards. */
export interface CardSurroundings {
  readonly me: string;
  readonly viewOnly: boolean;
  readonly nameOf: (id: string) => string;
  readonly colourOf: (id: string) => number;
  readonly labels: ReadonlyMap<string, Label>;
  /** The current day, `2026-11-29`. */
  readonly today: string;
  readonly actions: TaskActions;
}

export interface TaskCardProps extends CardSurroundings {
  readonly task: TaskView;
  readonly column: Column;
  readonly selected: boolean;
  /** One of the cards that are complete before any scrolling. */
  readonly isFirst: boolean;
}
