import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { maxNameLength } from '#shared/board/limits.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { start } from '../texts.ts';

/** Asks for the person's name, once, before their first board. */
export function NameForm({ onSubmit }: { readonly onSubmit: (name: string) => void }) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBlank(name)) setProblem(start.nameMissing);
    else onSubmit(name.trim());
  };
  return (
    <form onSubmit={submit} className="pb-surface pb-start-card pb-name-card">
      <Stack gap="md">
        <Title order={2} fz="h3">
          {start.nameTitle}
        </Title>
        <Text size="sm" c="dimmed">
          {start.nameHint}
        </Text>
        <TextInput
          label={start.nameLabel}
          placeholder={start.namePlaceholder}
          value={name}
          error={problem}
          maxLength={maxNameLength}
          autoComplete="name"
          autoFocus
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
        <Button type="submit">{start.nameSubmit}</Button>
      </Stack>
    </form>
  );
}
