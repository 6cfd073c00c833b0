import { ActionIcon, Button, Chip, Group, Input, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import { maxNameLength } from '#shared/board/limits.ts';
import { type Colour, colours, type Label } from '#shared/board/task/model.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { ConfirmDialog } from '../../../ui/components/ConfirmDialog.tsx';
import { act } from '../../../ui/failures/act.ts';
import { card as texts } from '../../card/texts.ts';
import { dotColour } from '../../colours.ts';
import { ColourPicker } from '../../columns/ColourPicker.tsx';
import { useTaskList } from '../../list-context.ts';

/** The board's labels; those of the card are ticked. Labels can be added, and deleted from all cards. */
export function Labels({ task }: { readonly task: TaskView }) {
  const { session, labels, viewOnly } = useTaskList();
  const [adding, setAdding] = useState(false);
  const [name, setName] = useState('');
  const [colour, setColour] = useState<Colour>(colours[(labels.length + 1) % colours.length] ?? 'blue');
  const [removing, setRemoving] = useState<Label>();
  const id = useId();
  const add = (): void => {
    if (isBlank(name)) return;
    session.cards.together(() => {
      const { id: label, result } = session.cards.addLabel(name, colour);
      act(result);
      act(session.cards.label(task.id, label, true));
    });
    setName('');
    setAdding(false);
  };
  return (
    <Input.Wrapper label={texts.labelsLabel} labelElement="div" labelProps={{ id }}>
      <Group gap={6} mt={4} role="group" aria-labelledby={id}>
        {labels.map((label) => (
          <Group key={label.id} gap={0} wrap="nowrap">
            <Chip
              size="xs"
              disabled={viewOnly}
              checked={task.labels?.includes(label.id) === true}
              onChange={(on) => act(session.cards.label(task.id, label.id, on))}
            >
              <span
                className="pb-label-dot"
                style={{ background: dotColour(label.colour) }}
                aria-hidden="true"
              />{' '}
              <bdi>{label.name}</bdi>
            </Chip>
            {!viewOnly && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={texts.removeLabel({ name: label.name })}
                onClick={() => setRemoving(label)}
              >
                <X size={13} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!viewOnly && !adding && (
          <Button size="compact-xs" variant="subtle" onClick={() => setAdding(true)}>
            {texts.newLabel}
          </Button>
        )}
      </Group>
      {adding && (
        <Group gap="xs" mt={8} align="flex-end">
          <TextInput
            label={texts.labelName}
            value={name}
            maxLength={maxNameLength}
            autoFocus
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              add();
            }}
          />
          <Button variant="light" onClick={add}>
            {texts.addLabel}
          </Button>
          <ColourPicker label={texts.labelColour} value={colour} onChange={setColour} />
        </Group>
      )}
      <ConfirmDialog
        opened={removing !== undefined}
        title={texts.removeLabelTitle({ name: removing?.name ?? '' })}
        text={[texts.removeLabelText]}
        confirm={texts.removeLabelConfirm}
        onCancel={() => setRemoving(undefined)}
        onConfirm={() => {
          if (removing !== undefined) act(session.cards.removeLabel(removing.id));
          setRemoving(undefined);
        }}
      />
    </Input.Wrapper>
  );
}
