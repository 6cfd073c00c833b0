import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
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
  /** The field was ended by a key: the focus returns to the button, and is not lost with the field. */
  const isFocusDue = useRef(false);
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
        autoFocus={isFocusDue.current}
        onClick={() => setDraft({ was: props.name, text: props.name })}
      >
        {shown}
      </UnstyledButton>
    );
  }
  const finish = (event?: FormEvent): void => {
    event?.preventDefault();
    isFocusDue.current = event !== undefined;
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
          if (event.key !== 'Escape') return;
          isFocusDue.current = true;
          setDraft(undefined);
        }}
      />
    </form>
  );
}
