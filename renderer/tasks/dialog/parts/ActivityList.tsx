import { Input, Text } from '@mantine/core';
import { useId } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import type { Activity } from '#shared/board/task/model.ts';
import { activityText, card as texts } from '../../card/texts.ts';
import { type TaskListValue, useTaskList } from '../../list-context.ts';
import { columnName } from '../../texts.ts';
import { formatTime } from './time.ts';

/** What was done with a card, latest first, as it was agreed on. */
export function ActivityList({ task }: { readonly task: TaskView }) {
  const list = useTaskList();
  const id = useId();
  const entries = (task.activity ?? []).toReversed();
  return (
    <Input.Wrapper label={texts.activityLabel} labelElement="div" labelProps={{ id }}>
      <ul className="pb-activity" aria-labelledby={id}>
        {entries.map((entry) => (
          <li key={`${entry.did} ${entry.by} ${entry.at} ${entry.what}`}>
            <Entry text={activityText(entry, list.nameOf(entry.by), subjectOf(entry, list))} at={entry.at} />
          </li>
        ))}
        <li>
          <Entry text={texts.created(list.nameOf(task.createdBy))} at={task.createdAt} />
        </li>
      </ul>
    </Input.Wrapper>
  );
}

function Entry({ text, at }: { readonly text: string; readonly at: number }) {
  return (
    <Text size="xs" c="dimmed">
      {text} · {formatTime(at)}
    </Text>
  );
}

/** The name of what an entry is about; of what is gone its id says nothing to a person. */
function subjectOf({ did, what = '' }: Activity, { columns, labels, nameOf }: TaskListValue): string {
  switch (did) {
    case 'moved': {
      const column = columns.find(({ id }) => id === what);
      return column === undefined ? texts.goneColumn : columnName(column);
    }
    case 'labelled':
    case 'unlabelled':
      return labels.find(({ id }) => id === what)?.name ?? texts.goneLabel;
    case 'assigned':
    case 'unassigned':
      return nameOf(what);
    default:
      return what;
  }
}
