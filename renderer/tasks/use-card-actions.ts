import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { TaskView } from '#app/session/view/view.ts';
import type { Column } from '#shared/board/task/model.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { atOnce } from '../ui/at-once.ts';
import { act } from '../ui/failures/act.ts';
import type { TaskActions } from './card/card-props.ts';
import { card as cardTexts } from './card/texts.ts';
import { splitTitle } from './entry/entry.ts';
import { chooseFiles, giveFiles } from './files/give-files.ts';
import { files as fileTexts } from './files/texts.ts';
import { templates } from './templates/texts.ts';
import { columnName, tasks as texts } from './texts.ts';
import type { FocusKeeper } from './use-focus-keeper.ts';

/** The actions of cards; the same functions for the whole session, so that cards are not rendered again. */
export function useCardActions(
  session: BoardSession,
  me: ReplicaId,
  focus: FocusKeeper,
  ui: Pick<TaskActions, 'edit' | 'remove' | 'select' | 'chooseTemplate'> & {
    readonly announce: (text: string) => void;
    readonly columns: { readonly current: readonly Column[] };
  },
): TaskActions {
  const { edit, remove, select, chooseTemplate, announce, columns } = ui;
  const { onCard, onBlur, follow } = focus;
  return useMemo(
    () => ({
      claim: (id) => {
        follow(id);
        act(session.claimTask(id));
      },
      release: (id) => act(session.releaseTask(id)),
      complete: (id) => {
        follow(id);
        act(session.completeTask(id));
      },
      edit,
      remove,
      select,
      archive: ({ id }) => act(session.cards.shelve(id, 'archive')),
      assignMe: ({ id }, on) => act(session.cards.assign(id, me, on)),
      chooseTemplate,
      saveAsTemplate: (task) => act(saveAsTemplate(session, task)),
      attach: (task) => chooseFiles((given) => attachTo(session, task, given, announce)),
      duplicate: (task) => act(duplicate(session, task)),
      focused: onCard,
      blurred: onBlur,
      move: (task, place) => {
        if (place === undefined) return;
        follow(task.id);
        act(session.moveTask(task.id, place.column, place.before));
        const column = columns.current.find(({ id }) => id === place.column);
        if (column !== undefined)
          announce(texts.draggedTo({ title: task.title, column: columnName(column) }));
      },
    }),
    [session, me, edit, remove, select, chooseTemplate, announce, columns, onCard, onBlur, follow],
  );
}

/** Attaches files to a card that is not open, so the outcome is announced. */
export function attachTo(
  session: BoardSession,
  task: TaskView,
  given: readonly File[],
  announce: (text: string) => void,
): void {
  const attaching = giveFiles(session, task, given).then((count) => {
    if (count > 0) announce(fileTexts.attached({ count, card: task.title }));
  });
  act(attaching);
}

async function saveAsTemplate(session: BoardSession, task: TaskView): Promise<void> {
  const { title, notes, labels, checklist } = task;
  const { result } = session.cards.addTemplate({
    title,
    notes,
    ...(labels === undefined ? {} : { labels }),
    ...(checklist === undefined ? {} : { checklist }),
  });
  // A refusal is a notice.
  const known = await atOnce(result);
  if (known === undefined || known.status === 'applied')
    notifications.show({ message: templates.saved({ title }) });
}

/** The content of a card, without its comments and its activity. */
function duplicate(session: BoardSession, task: TaskView): Promise<unknown> {
  const { notes, due, labels, assignees, checklist } = task;
  const { title } = splitTitle(cardTexts.copyOf({ title: task.title }));
  const fields = {
    title,
    notes,
    ...(due === undefined ? {} : { due }),
    ...(labels === undefined ? {} : { labels }),
    ...(assignees === undefined ? {} : { assignees }),
    ...(checklist === undefined ? {} : { checklist: checklist.map(({ id: _, ...item }) => item) }),
  };
  return session.cards.create(fields, task.column);
}
