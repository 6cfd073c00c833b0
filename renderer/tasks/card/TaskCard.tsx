import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { Check, CircleCheck, Hand } from 'lucide-react';
import { type MouseEvent, memo, useMemo, useRef } from 'react';
import { NamedAvatar } from '../../people/look/PersonAvatar.tsx';
import { useWasInSight } from '../columns/sight.ts';
import { cardLabel, numberText, tasks as texts } from '../texts.ts';
import { CardBadges, CardLabels } from './CardBadges.tsx';
import type { TaskCardProps } from './card-props.ts';
import { excerpt } from './excerpt.ts';
import { TaskMenu } from './TaskMenu.tsx';
import { card as cardTexts } from './texts.ts';
import { useTaskDrag } from './use-task-drag.ts';

/**
 * A task: a click on its title opens it, the card can be dragged, all other actions are buttons or in the menu. Renders again
 * only after a change in it: a board has hundreds.
 */
export const TaskCard = memo(function TaskCard(props: TaskCardProps) {
  const { task, nameOf, actions, selected } = props;
  const open = (event: MouseEvent): void => {
    const chosen = event.metaKey || event.ctrlKey || event.shiftKey;
    if (chosen && !props.viewOnly) actions.select(task.id, event.shiftKey);
    else actions.edit(task.id);
  };
  const card = useRef<HTMLLIElement>(null);
  const isFull = useWasInSight(card, props.isFirst);
  const { dragging, edge } = useTaskDrag(card, task.id, { movable: !props.viewOnly, inSight: isFull });
  return (
    <li
      ref={card}
      className="pb-surface pb-card"
      aria-label={cardLabel(task.number, task.title)}
      aria-busy={task.pending}
      data-testid="task-card"
      data-task-id={task.id}
      onFocus={() => actions.focused(task.id)}
      onBlur={actions.blurred}
      data-task-number={task.number}
      data-claimed-by={task.claimedBy === undefined ? '' : nameOf(task.claimedBy)}
      data-column={task.column}
      data-pending={task.pending}
      data-dragging={dragging}
      data-selected={selected}
      data-edge={edge}
      data-full={isFull}
    >
      {isFull && <CardHead {...props} />}
      <UnstyledButton
        className="pb-card-title"
        dir="auto"
        onClick={open}
        {...(selected ? { 'aria-description': cardTexts.selected } : {})}
      >
        {task.title}
      </UnstyledButton>
      {isFull && <CardBody {...props} />}
    </li>
  );
});

function CardHead({ task, me, viewOnly, selected, labels, actions }: TaskCardProps) {
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={8} wrap="nowrap">
          <Text
            component="span"
            className="pb-card-number"
            {...(task.number === 0 ? { title: texts.numberPending } : {})}
          >
            {numberText(task.number)}
          </Text>
          {task.pending && !task.claiming && (
            <Text component="span" size="xs" c="dimmed" className="pb-pulse">
              {texts.pending}
            </Text>
          )}
        </Group>
        {!viewOnly && <TaskMenu task={task} me={me} selected={selected} actions={actions} />}
      </Group>
      <CardLabels task={task} labels={labels} />
    </>
  );
}

function CardBody(props: TaskCardProps) {
  const { task, today, nameOf, colourOf } = props;
  const notes = useMemo(() => excerpt(task.notes), [task.notes]);
  return (
    <>
      {notes !== '' && (
        <Text size="xs" c="dimmed" lineClamp={2} mt={4} className="pb-prewrap" dir="auto">
          {notes}
        </Text>
      )}
      <CardBadges task={task} today={today} nameOf={nameOf} colourOf={colourOf} />
      <CardFoot {...props} />
    </>
  );
}

function CardFoot({ task, column, me, viewOnly, nameOf, colourOf, actions }: TaskCardProps) {
  if (column.kind === 'done') {
    const finisher = task.completedBy ?? task.claimedBy;
    if (finisher === undefined) return null;
    return (
      <Group gap={8} wrap="nowrap" mt={8}>
        <NamedAvatar name={nameOf(finisher)} colour={colourOf(finisher)} label="" />
        <Text size="xs" c="dimmed" truncate>
          {texts.completedBy({ name: nameOf(finisher) })}
        </Text>
        <CircleCheck size={16} className="pb-card-done" aria-hidden="true" />
      </Group>
    );
  }
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" mt={8} mih={30}>
      <Claimant task={task} me={me} nameOf={nameOf} colourOf={colourOf} />
      <Group gap={6} wrap="nowrap">
        {task.claimedBy === undefined && !viewOnly && (
          <Button
            size="compact-sm"
            variant="light"
            // A disabled button loses the focus; with `data-disabled` it keeps the focus until the claim is granted.
            disabled={task.number === 0}
            {...(task.claiming ? { 'data-disabled': true, 'aria-disabled': true } : {})}
            leftSection={<Hand size={14} />}
            onClick={() => {
              if (!task.claiming) actions.claim(task.id);
            }}
          >
            {task.claiming ? texts.claiming : texts.claim}
          </Button>
        )}
        {task.claimedBy === me && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Check size={15} />}
            onClick={() => actions.complete(task.id)}
          >
            {texts.complete}
          </Button>
        )}
      </Group>
    </Group>
  );
}

function Claimant({
  task,
  me,
  nameOf,
  colourOf,
}: Pick<TaskCardProps, 'task' | 'me' | 'nameOf' | 'colourOf'>) {
  if (task.claimedBy === undefined) return <span />;
  const name = nameOf(task.claimedBy);
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <NamedAvatar name={name} colour={colourOf(task.claimedBy)} label="" />
      <Text size="xs" c="dimmed" truncate>
        {task.claimedBy === me ? texts.claimedByMe : texts.claimedBy({ name })}
      </Text>
    </Group>
  );
}
