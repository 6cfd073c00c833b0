import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isBlank } from '#shared/board/values/blank.ts';
import { maxBoardNameLength } from '#shared/invite/invite.ts';
import { board as texts } from '../texts.ts';

/**
 * The board's name; a click turns it into a field; Enter or a blur renames, Escape cancels. Another person's new name does not
 * replace the typed one, and a field without a change leaves it as it is.
 */
export function BoardName(props: {
  readonly name: string;
  /** Absent if it may not be renamed. */
  readonly onRename?: (name: string, was: string) => void;
}) {
  const [draft, setDraft] = useState<{ readonly was: string; readonly text: string }>();
  const shown = props.name || texts.untitled;
  const { onRename } = props;
  if (onRename === undefined) {
    return (
      <Text component="span" className="pb-board-name" dir="auto" title={shown}>
        {shown}
      </Text>
    );
  }
  if (draft === undefined) {
    return (
      <UnstyledButton
        className="pb-board-name"
        dir="auto"
        aria-label={texts.rename({ name: shown })}
        title={shown}
        onClick={() => setDraft({ was: props.name, text: props.name })}
      >
        {shown}
      </UnstyledButton>
    );
  }
  const finish = (event?: FormEvent): void => {
    event?.preventDefault();
    const name = draft.text.trim();
    if (!isBlank(name) && name !== draft.was) onRename(name, draft.was);
    setDraft(undefined);
  };
  return (
    <form onSubmit={finish}>
      <TextInput
        size="xs"
        autoFocus
        aria-label={texts.nameLabel}
        value={draft.text}
        maxLength={maxBoardNameLength}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
        onBlur={() => finish()}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(undefined);
        }}
      />
    </form>
  );
}
