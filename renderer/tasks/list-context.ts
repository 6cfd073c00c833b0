import { createContext, useContext } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { Person, SessionView, TaskView } from '#app/session/view/view.ts';
import type { Column, ColumnId, Label, Template } from '#shared/board/task/model.ts';
import type { ShownCards } from './focus.ts';

/** The whole task list, for dialogs and menus over it. Cards do not read it, as it changes often. */
export interface TaskListValue {
  readonly session: BoardSession;
  readonly tasks: SessionView['tasks'];
  readonly columns: readonly Column[];
  /** The cards that filter and order leave. */
  readonly shown: ShownCards;
  readonly labels: readonly Label[];
  readonly templates: readonly Template[];
  /** Opens the templates, for a card in `column`. */
  readonly chooseTemplate: (column: ColumnId) => void;
  /** The people who can be assigned. */
  readonly people: readonly Person[];
  readonly me: string;
  readonly viewOnly: boolean;
  readonly nameOf: (id: string) => string;
  readonly colourOf: (id: string) => number;
  /** The same board's whiteboard, which is opened. */
  readonly whiteboard: {
    /** Shows elements, by their ids. */
    readonly show: (elements: readonly string[]) => void;
    /** Adds a note for each card, tied to it. */
    readonly addNotes: (cards: readonly TaskView[]) => void;
  };
}

export const TaskListContext = createContext<TaskListValue | undefined>(undefined);

/** @throws Error outside of the task list. */
export function useTaskList(): TaskListValue {
  const value = useContext(TaskListContext);
  if (value === undefined) throw new Error('not within the task list');
  return value;
}
