import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { isStrayKey } from '../../../ui/keys/stray-key.ts';
import { start } from '../texts.ts';
import { startsSearch } from './board-search.ts';

/** The field that searches the list of boards. Escape clears it; a slash, or typing in the list, moves the focus to it. */
export function BoardSearch(props: {
  /** The list of boards. */
  readonly list: RefObject<HTMLElement | null>;
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const { list, text, onChange } = props;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isInList = event.target instanceof Node && list.current?.contains(event.target) === true;
      if (!isStrayKey(event) || !startsSearch(event, isInList)) return;
      // The browser inserts the character into the field that has the focus now.
      if (event.key === '/') event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [list]);
  return (
    <TextInput
      ref={field}
      className="pb-recent-search"
      type="search"
      aria-label={start.search}
      placeholder={start.search}
      leftSection={<Search size={16} />}
      value={text}
      maxLength={200}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onChange('');
      }}
    />
  );
}
