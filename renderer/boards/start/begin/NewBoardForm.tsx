import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { isBlank } from '#shared/board/values/blank.ts';
import { maxBoardNameLength } from '#shared/invite/invite.ts';
import { start } from '../texts.ts';

export function NewBoardForm(props: { readonly busy: boolean; readonly onCreate: (name: string) => void }) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBlank(name)) setProblem(start.boardNameMissing);
    else props.onCreate(name.trim());
  };
  return (
    <form onSubmit={submit} className="pb-surface pb-start-card" noValidate>
      <Stack gap="md" h="100%">
        <Title order={2} fz="h4">
          {start.newBoardTitle}
        </Title>
        <Text size="sm" c="dimmed">
          {start.newBoardHint}
        </Text>
        <TextInput
          label={start.boardNameLabel}
          placeholder={start.boardNamePlaceholder}
          value={name}
          error={problem}
          maxLength={maxBoardNameLength}
          autoComplete="off"
          data-testid="new-board-name"
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
        <Button type="submit" mt="auto" loading={props.busy} leftSection={<Plus size={18} />}>
          {start.create}
        </Button>
      </Stack>
    </form>
  );
}
