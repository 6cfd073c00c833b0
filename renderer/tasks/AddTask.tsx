import { TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ColumnId } from '#shared/board/commands.ts';
import { maxTitleLength } from '#shared/board/limits.ts';
import { tasks as texts } from '../texts.ts';

/** Enter adds; the keyboard stays for the next one. */
export function AddTask(props: { readonly column: ColumnId; readonly onAdd: (title: string) => void }) {
  const [title, setTitle] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() === '') return;
    props.onAdd(title.trim());
    setTitle('');
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        variant="filled"
        aria-label={texts.addLabel(props.column)}
        placeholder={texts.add}
        leftSection={<Plus size={16} />}
        value={title}
        maxLength={maxTitleLength}
        autoComplete="off"
        enterKeyHint="done"
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
    </form>
  );
}
