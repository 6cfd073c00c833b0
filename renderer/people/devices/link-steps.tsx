/** The parts that both dialogs of a link have. */

import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { Hourglass } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import type { Health, LinkState } from '#app/session/view/view.ts';
import { maxNameLength } from '#shared/board/limits.ts';
import { refusalText } from '../../boards/notices/notice-text.ts';
import { common } from '../../ui/texts.ts';
import { waitReason } from '../waiting/texts.ts';
import { focused } from './focus.ts';
import { linkDialog } from './texts.ts';

/** Why the link before did not come about; undefined if there was none. @param ended the text about a code that ended. */
export function linkProblem(
  link: LinkState,
  command: 'member/link-admit' | 'member/link-ask',
  ended: string,
): string | undefined {
  if (link.step === 'failed') return refusalText(link.reason, { command });
  return link.step === 'ended' ? ended : undefined;
}

export function LinkForm(props: {
  readonly problem: string | undefined;
  readonly submitLabel: string;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}) {
  const { problem, submitLabel, onSubmit, onCancel, children } = props;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {problem !== undefined && (
          <Alert color="yellow" role="alert">
            {problem}
          </Alert>
        )}
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {common.cancel}
          </Button>
          <Button type="submit">{submitLabel}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The name of this device. */
export function NameField(props: {
  readonly name: string;
  readonly isMissing: boolean;
  /** It has the focus when the dialog opens. */
  readonly isFirst: boolean;
  readonly onName: (name: string) => void;
}) {
  return (
    <TextInput
      label={linkDialog.name}
      value={props.name}
      maxLength={maxNameLength}
      onChange={({ currentTarget }) => props.onName(currentTarget.value)}
      error={props.isMissing && linkDialog.nameMissing}
      {...(props.isFirst ? { 'data-autofocus': true } : {})}
    />
  );
}

/** @param health is given where the board has to settle something first: then its reason to wait is shown, too. */
export function Waiting({ text, health }: { readonly text: string; readonly health?: Health }) {
  const reason = health === undefined ? undefined : waitReason(health);
  return (
    <Group gap="sm" wrap="nowrap" role="status">
      <Hourglass size={16} aria-hidden style={{ flexShrink: 0 }} />
      <Stack gap={2}>
        <Text size="sm">{text}</Text>
        {reason !== undefined && (
          <Text size="sm" data-testid="wait-reason">
            {reason}
          </Text>
        )}
      </Stack>
    </Group>
  );
}

export function Linked(props: {
  readonly text: string;
  readonly children?: ReactNode;
  readonly onClose: () => void;
}) {
  return (
    <Stack gap="md" data-testid="device-linked">
      <Text size="sm" role="status">
        {props.text}
      </Text>
      {props.children}
      <Group justify="flex-end">
        <Button ref={focused} onClick={props.onClose}>
          {common.close}
        </Button>
      </Group>
    </Stack>
  );
}
