import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Badge, Group, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import type { ColumnId } from '#shared/board/commands.ts';
import { dropColumn, readDraggedTask } from './drag.ts';
import { AddTask, type TaskAdder } from './entry/AddTask.tsx';
import { type TaskActions, TaskCard } from './TaskCard.tsx';
import { tasks as texts } from './texts.ts';

export function TaskColumn(props: {
  readonly column: ColumnId;
  /** How many there are, shown or not. */
  readonly count: number;
  /** Those of the column that the filter lets through. */
  readonly shown: readonly TaskView[];
  readonly filtered: boolean;
  readonly me: string;
  readonly viewOnly: boolean;
  readonly nameOf: (id: string) => string;
  readonly colourOf: (id: string) => number;
  readonly actions: TaskActions;
  readonly add: TaskAdder;
}) {
  const { column, shown, count } = props;
  const element = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => readDraggedTask(source.data) !== undefined,
      getData: () => dropColumn(column),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [column]);

  return (
    <section
      ref={element}
      className="pb-column"
      data-over={over}
      data-column={column}
      aria-label={texts.columns[column]}
    >
      <Group justify="space-between" className="pb-column-head">
        <Group gap={8}>
          <span className="pb-column-dot" aria-hidden="true" />
          <Title order={2} fz="md">
            {texts.columns[column]}
          </Title>
        </Group>
        <Badge variant="light" color="gray" aria-label={texts.countLabel(shown.length)}>
          {texts.count(shown.length, count)}
        </Badge>
      </Group>
      {!props.viewOnly && <AddTask column={column} add={props.add} />}
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets. */}
      <ul className="pb-cards" role="list" aria-label={texts.list(column)}>
        {shown.map((task) => (
          <TaskCard
            key={task.id}
            task={task}
            me={props.me}
            viewOnly={props.viewOnly}
            nameOf={props.nameOf}
            colourOf={props.colourOf}
            actions={props.actions}
          />
        ))}
      </ul>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" className="pb-column-empty">
          {props.filtered && count > 0
            ? texts.emptyFiltered
            : (props.viewOnly ? texts.emptyForViewers : texts.empty)[column]}
        </Text>
      )}
    </section>
  );
}
