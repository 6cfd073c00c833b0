import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Badge, Group, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import type { Column } from '#shared/board/task/model.ts';
import type { CardSurroundings } from '../card/card-props.ts';
import { dropColumn, readDraggedTask } from '../card/drag.ts';
import { TaskCard } from '../card/TaskCard.tsx';
import { dotColour } from '../colours.ts';
import { AddTask, type TaskAdder } from '../entry/AddTask.tsx';
import { columnName, tasks as texts } from '../texts.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { cardsAtFirst, SightContext, useSight } from './sight.ts';
import { columns as columnTexts } from './texts.ts';

export function TaskColumn(props: {
  readonly column: Column;
  /** The number of cards, shown or not. */
  readonly count: number;
  /** The cards of the column that the filter shows. */
  readonly shown: readonly TaskView[];
  readonly filtered: boolean;
  readonly selected: ReadonlySet<string>;
  readonly surroundings: CardSurroundings;
  readonly add: TaskAdder;
}) {
  const { column, shown, count, surroundings } = props;
  const { viewOnly } = surroundings;
  const { id, kind, limit } = column;
  const name = columnName(column);
  const element = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const sight = useSight(list);
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => readDraggedTask(source.data) !== undefined,
      getData: () => dropColumn(id),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [id]);
  const exceeded = limit !== undefined && count > limit;

  return (
    <section
      ref={element}
      className="pb-column"
      data-over={over}
      data-column={id}
      data-kind={kind}
      data-exceeded={exceeded}
      aria-label={name}
    >
      <Group justify="space-between" wrap="nowrap" className="pb-column-head">
        <Group gap={8} wrap="nowrap" miw={0}>
          <span
            className="pb-column-dot"
            style={{ background: dotColour(column.colour) }}
            aria-hidden="true"
          />
          <Title order={2} fz="md" lineClamp={1} dir="auto">
            {name}
          </Title>
        </Group>
        <Group gap={4} wrap="nowrap">
          <Badge
            variant={exceeded ? 'filled' : 'light'}
            color={exceeded ? 'red.8' : 'gray'}
            aria-label={
              exceeded ? columnTexts.over({ count, limit }) : texts.countLabel({ count: shown.length })
            }
          >
            {countText(shown.length, count, limit, props.filtered)}
          </Badge>
          {!viewOnly && <ColumnMenu column={column} />}
        </Group>
      </Group>
      {exceeded && (
        <Text size="xs" c="red" role="status" className="pb-column-over">
          {columnTexts.over({ count, limit })}
        </Text>
      )}
      {!viewOnly && <AddTask column={id} name={name} add={props.add} />}
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets. */}
      <ul ref={list} className="pb-cards" role="list" aria-label={texts.list({ column: name })}>
        <SightContext value={sight}>
          {shown.map((task, at) => (
            <TaskCard
              key={task.id}
              task={task}
              column={column}
              selected={props.selected.has(task.id)}
              isFirst={at < cardsAtFirst}
              {...surroundings}
            />
          ))}
        </SightContext>
      </ul>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" className="pb-column-empty">
          {props.filtered && count > 0
            ? texts.emptyFiltered
            : (viewOnly ? texts.emptyForViewers : texts.empty)[kind]}
        </Text>
      )}
    </section>
  );
}

/** The number of cards: beside the number of shown ones with a filter, or beside the limit. */
function countText(shown: number, all: number, limit: number | undefined, filtered: boolean): string {
  if (filtered && shown !== all) return texts.countFiltered({ shown, all });
  return filtered || limit === undefined
    ? texts.count({ count: all })
    : columnTexts.countOfLimit({ count: all, limit });
}
