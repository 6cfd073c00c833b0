import { Input, Text } from '@mantine/core';
import { useId } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import type { Activity } from '#shared/board/task/model.ts';
import { activityText, card as texts } from '../../card/texts.ts';
import { type TaskListValue, useTaskList } from '../../list-context.ts';
import { columnName } from '../../texts.ts';
import { formatTime } from './time.ts';

/** The agreed activity of a card, latest first. */
export function ActivityList({ task }: { readonly task: TaskView }) {
  const list = useTaskList();
  const id = useId();
  const entries = (task.activity ?? []).toReversed();
  return (
    <Input.Wrapper label={texts.activityLabel} labelElement="div" labelProps={{ id }}>
      <ul className="pb-activity" aria-labelledby={id}>
        {entries.map((entry) => (
          <li key={`${entry.did} ${entry.by} ${entry.at} ${entry.what}`}>
            <Entry text={activityText(entry, list.nameOf(entry.by), objectOf(entry, list))} at={entry.at} />
          </li>
        ))}
        <li>
          <Entry text={texts.created({ name: list.nameOf(task.createdBy) })} at={task.createdAt} />
        </li>
      </ul>
    </Input.Wrapper>
  );
}

function Entry({ text, at }: { readonly text: string; readonly at: number }) {
  return (
    <Text size="xs" c="dimmed" dir="auto">
      {text} · {formatTime(at)}
    </Text>
  );
}

/** The name of the column, label, person, item or day of an entry; undefined if it no longer exists, or if there is none. */
function objectOf({ did, what = '' }: Activity, list: TaskListValue): string | undefined {
  const { columns, labels, nameOf } = list;
  switch (did) {
    case 'moved': {
      const column = columns.find(({ id }) => id === what);
      return column === undefined ? undefined : columnName(column);
    }
    case 'labelled':
    case 'unlabelled':
      return labels.find(({ id }) => id === what)?.name;
    case 'assigned':
    case 'unassigned':
      return nameOf(what);
    default:
      return what === '' ? undefined : what;
  }
}
