import { Button, Code, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { common, failures } from '../texts.ts';
import { FullPage } from './FullPage.tsx';

interface Props {
  readonly children: ReactNode;
  /** Shown instead; a full page by default. */
  readonly fallback?: (error: Error) => ReactNode;
}

interface State {
  readonly error?: Error;
}

/** Shows an explanation after an error in rendering. React itself reports the error to the console. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (this.props.fallback !== undefined) return this.props.fallback(error);
    return <CrashPage error={error} />;
  }
}

function CrashPage({ error }: { readonly error: Error }) {
  return (
    <FullPage
      title={failures.crashTitle}
      text={failures.crash}
      actions={
        <Button data-autofocus onClick={() => window.location.reload()}>
          {common.reload}
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        {failures.crashDetails} <Code>{error.message.slice(0, 300)}</Code>
      </Text>
    </FullPage>
  );
}
