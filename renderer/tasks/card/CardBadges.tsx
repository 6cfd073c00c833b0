import { Group, Text } from '@mantine/core';
import { CalendarDays, ListChecks, MessageSquare, Paperclip } from 'lucide-react';
import type { TaskView } from '#app/session/view/view.ts';
import type { Label } from '#shared/board/task/model.ts';
import { NamedAvatar } from '../../people/look/PersonAvatar.tsx';
import { dotColour } from '../colours.ts';
import { dueState, formatDay } from './due.ts';
import { dueText, card as texts } from './texts.ts';

/** The maximum number of assignees with a picture. */
const maxAvatars = 4;

/** Labels of a card in their colours; a label that the board no longer has is not shown. */
export function CardLabels({
  task,
  labels,
}: {
  readonly task: TaskView;
  readonly labels: ReadonlyMap<string, Label>;
}) {
  const shown = (task.labels ?? []).flatMap((id) => labels.get(id) ?? []);
  if (shown.length === 0) return null;
  return (
    <ul className="pb-card-labels" aria-label={texts.labelsLabel}>
      {shown.map(({ id, name, colour }) => (
        <li key={id} className="pb-label">
          <span className="pb-label-dot" style={{ background: dotColour(colour) }} aria-hidden="true" />
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** Due day, checklist, comments and assignees, each only if the card has it. */
export function CardBadges(props: {
  readonly task: TaskView;
  readonly today: string;
  readonly nameOf: (id: string) => string;
  readonly colourOf: (id: string) => number;
}) {
  const { task, today, nameOf, colourOf } = props;
  const { due, checklist = [], comments = [], assignees = [], completedBy, attachments = [] } = task;
  if (due === undefined && checklist.length + comments.length + assignees.length + attachments.length === 0)
    return null;
  const done = checklist.filter((item) => item.done === true).length;
  const progress = texts.progress({ done, all: checklist.length });
  const names = assignees.map(nameOf).join(', ');
  return (
    <Group gap={10} mt={8} wrap="wrap" className="pb-card-badges">
      {due !== undefined && <Due due={due} today={today} done={completedBy !== undefined} />}
      {checklist.length > 0 && (
        <span className="pb-card-badge" data-complete={done === checklist.length} title={progress}>
          <ListChecks size={14} aria-hidden="true" />
          <span role="img" aria-label={progress}>
            {done}/{checklist.length}
          </span>
        </span>
      )}
      {comments.length > 0 && (
        <span className="pb-card-badge" title={texts.comments({ count: comments.length })}>
          <MessageSquare size={14} aria-hidden="true" />
          <span role="img" aria-label={texts.comments({ count: comments.length })}>
            {comments.length}
          </span>
        </span>
      )}
      {attachments.length > 0 && (
        <span className="pb-card-badge" title={texts.files({ count: attachments.length })}>
          <Paperclip size={14} aria-hidden="true" />
          <span role="img" aria-label={texts.files({ count: attachments.length })}>
            {attachments.length}
          </span>
        </span>
      )}
      {assignees.length > 0 && (
        <span
          className="pb-card-assignees"
          role="img"
          aria-label={texts.assignedTo({ names })}
          title={texts.assignedTo({ names })}
        >
          {assignees.slice(0, maxAvatars).map((id) => (
            <NamedAvatar key={id} name={nameOf(id)} colour={colourOf(id)} label="" size={22} />
          ))}
          {assignees.length > maxAvatars && (
            <Text component="span" size="xs" c="dimmed">
              {texts.more({ count: assignees.length - maxAvatars })}
            </Text>
          )}
        </span>
      )}
    </Group>
  );
}

function Due({ due, today, done }: { readonly due: string; readonly today: string; readonly done: boolean }) {
  const state = done ? 'later' : dueState(due, today);
  return (
    <span className="pb-card-badge" data-due={state} data-testid="due">
      <CalendarDays size={14} aria-hidden="true" />
      {dueText(formatDay(due, today), state)}
    </span>
  );
}
