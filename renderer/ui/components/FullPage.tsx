import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Mark } from './Logo.tsx';

/**
 * An explanation on a whole page: what happened, what is safe, what to do. The action with `data-autofocus` receives the
 * focus.
 */
export function FullPage(props: {
  readonly title: string;
  readonly text: string;
  readonly actions: ReactNode;
  readonly children?: ReactNode;
}) {
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    page.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, []);
  return (
    <main className="pb-page" ref={page}>
      <Stack className="pb-surface pb-page-card" gap="md" role="alert">
        <Mark size={44} />
        <Title order={1} fz="h2">
          {props.title}
        </Title>
        <Text className="pb-prewrap">{props.text}</Text>
        {props.children}
        <Group mt="xs">{props.actions}</Group>
      </Stack>
    </main>
  );
}
