import { ActionIcon, Checkbox, Group, Input, Progress, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import { maxItemLength } from '#shared/board/limits.ts';
import type { ChecklistItem } from '#shared/board/task/model.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { act } from '../../../ui/failures/act.ts';
import { card as texts } from '../../card/texts.ts';
import { sendKept, useKeptText } from '../../entry/use-kept-text.ts';
import { useTaskList } from '../../list-context.ts';
import { changeOf, type ItemEdit, sent, shownText, typed } from './item-edit.ts';

/** Items with their progress. Each change is sent immediately; Enter adds an item, and the focus stays for the next one. */
export function Checklist({ task }: { readonly task: TaskView }) {
  const { session, viewOnly } = useTaskList();
  const [kept, keep] = useKeptText(session.view().boardId, `item-${task.id}`);
  const text = kept?.text ?? '';
  const id = useId();
  const items = task.checklist ?? [];
  const done = items.filter((item) => item.done === true).length;
  const { cards } = session;
  return (
    <Input.Wrapper label={texts.checklistLabel} labelElement="div" labelProps={{ id }}>
      {items.length > 0 && (
        <Progress
          size="sm"
          mt={4}
          value={(100 * done) / items.length}
          aria-label={texts.progress({ done, all: items.length })}
        />
      )}
      <ul className="pb-checklist" aria-labelledby={id}>
        {items.map((item, at) => (
          <li key={item.id}>
            <Checkbox
              checked={item.done === true}
              disabled={viewOnly}
              aria-label={item.text}
              onChange={({ currentTarget: { checked } }) =>
                act(cards.editItem(task.id, item.id, { done: checked }))
              }
            />
            <ItemText item={item} task={task.id} />
            {!viewOnly && (
              <Group gap={0} wrap="nowrap">
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  disabled={at === 0}
                  aria-label={texts.itemUp({ text: item.text })}
                  onClick={() => act(cards.editItem(task.id, item.id, { before: items[at - 1]?.id ?? null }))}
                >
                  <ArrowUp size={13} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  disabled={at === items.length - 1}
                  aria-label={texts.itemDown({ text: item.text })}
                  onClick={() => act(cards.editItem(task.id, item.id, { before: items[at + 2]?.id ?? null }))}
                >
                  <ArrowDown size={13} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={texts.removeItem({ text: item.text })}
                  onClick={() => act(cards.removeItem(task.id, item.id))}
                >
                  <X size={13} />
                </ActionIcon>
              </Group>
            )}
          </li>
        ))}
      </ul>
      {!viewOnly && (
        <TextInput
          size="sm"
          aria-label={texts.addItem}
          placeholder={texts.addItem}
          leftSection={<Plus size={14} />}
          value={text}
          maxLength={maxItemLength}
          onChange={({ currentTarget: { value } }) => keep(() => ({ was: '', text: value }))}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            if (isBlank(text)) return;
            act(sendKept(cards.addItem(task.id, text), { was: '', text }, keep));
          }}
        />
      )}
    </Input.Wrapper>
  );
}

/** Sent at a blur or by Enter; Escape cancels. Others' changes do not replace a text that is typed here. */
function ItemText({ item, task }: { readonly item: ChecklistItem; readonly task: string }) {
  const { session, viewOnly } = useTaskList();
  const [edit, setEdit] = useState<ItemEdit>();
  const send = (): void => {
    const change = changeOf(edit);
    if (change !== undefined) act(session.cards.editItem(task, item.id, change));
    setEdit(sent(edit));
  };
  return (
    <TextInput
      flex={1}
      size="sm"
      variant="unstyled"
      aria-label={texts.itemLabel({ text: item.text })}
      value={shownText(edit, item.text)}
      maxLength={maxItemLength}
      readOnly={viewOnly}
      onChange={(event) => setEdit(typed(edit, item.text, event.currentTarget.value))}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') {
          event.preventDefault();
          send();
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          setEdit(undefined);
        }
      }}
    />
  );
}
