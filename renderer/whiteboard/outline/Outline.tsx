import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { Modal } from '../../ui/components/Modal.tsx';
import { common } from '../../ui/texts.ts';
import { outlineOf } from './entries.ts';
import { entryText, outlineTexts } from './texts.ts';
import './outline.css';

/** The minimum time between two updates of the open list. */
const updateMilliseconds = 500;

/**
 * The text alternative of the canvas. Its button comes before Excalidraw in the order of Tab, and is visible while it has the focus.
 * The list follows the board only while it is open.
 */
export function Outline(props: {
  readonly session: Pick<BoardSession, 'elements' | 'subscribeElements'>;
  /** Selects an element and moves the view to it. */
  readonly onChoose: (id: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const chosen = useRef<string>(undefined);
  return (
    <>
      <button ref={button} type="button" className="pb-outline-open" onClick={() => setOpen(true)}>
        {outlineTexts.open}
      </button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        // It might return the focus after a choice has moved it to the whiteboard.
        returnFocus={false}
        onExitTransitionEnd={() => {
          if (chosen.current === undefined) button.current?.focus();
          else props.onChoose(chosen.current);
          chosen.current = undefined;
        }}
        title={outlineTexts.title}
        closeButtonProps={{ 'aria-label': common.close }}
      >
        <OutlineList
          session={props.session}
          onChoose={(id) => {
            chosen.current = id;
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

function OutlineList({ session, onChoose }: Parameters<typeof Outline>[0]) {
  const [outline, setOutline] = useState(() => outlineOf(session.elements()));
  useEffect(() => {
    let timer: number | undefined;
    const stop = session.subscribeElements(() => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        setOutline(outlineOf(session.elements()));
      }, updateMilliseconds);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [session]);
  const { entries, count } = outline;
  if (count === 0) return <Text size="sm">{outlineTexts.empty}</Text>;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {entries.length < count ? outlineTexts.first({ shown: entries.length, count }) : outlineTexts.hint}
      </Text>
      <ul className="pb-outline" data-testid="outline">
        {entries.map(({ id, type, text }) => (
          <li key={id}>
            <UnstyledButton className="pb-outline-entry" dir="auto" onClick={() => onChoose(id)}>
              {entryText(type, text)}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
