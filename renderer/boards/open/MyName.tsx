import { Button, Group, Popover, Text, TextInput, UnstyledButton } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { maxNameLength } from '#shared/board/limits.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { NamedAvatar } from '../../people/look/PersonAvatar.tsx';
import { start } from '../start/texts.ts';

/** The person's name, editable. */
export function MyName(props: { readonly name: string; readonly onChange: (name: string) => void }) {
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState(props.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBlank(draft)) return;
    props.onChange(draft.trim());
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus shadow="md" position="bottom-end">
      <Popover.Target>
        <UnstyledButton
          className="pb-my-name"
          aria-label={`${props.name}: ${start.changeName}`}
          title={start.changeName}
          onClick={() => {
            setDraft(props.name);
            setOpened(!opened);
          }}
        >
          <NamedAvatar name={props.name} colour={0} label="" size={28} />
          <Text size="sm" fw={600} truncate maw={180} dir="auto">
            {props.name}
          </Text>
          <Pencil size={14} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput
              label={start.nameLabel}
              value={draft}
              maxLength={maxNameLength}
              data-autofocus
              onChange={(event) => setDraft(event.currentTarget.value)}
            />
            <Button type="submit" disabled={isBlank(draft)}>
              {start.saveName}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
