import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { LogIn } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Invite } from '#shared/invite/invite.ts';
import { parseInvite } from '#shared/invite/link.ts';
import { maxPastedLength } from '#shared/invite/pasted.ts';
import { inviteProblems } from '../../invites/texts.ts';
import { start } from '../texts.ts';

/** Joins by a pasted link. A fault of the link is shown below the field, without another effect. */
export function JoinForm(props: {
  readonly busy: boolean;
  /** An invalid invite with which the page was opened; shown with its fault. */
  readonly initialLink?: string;
  readonly onJoin: (invite: Invite) => void;
}) {
  const [link, setLink] = useState(props.initialLink ?? '');
  const [problem, setProblem] = useState(() => problemOf(props.initialLink));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const parsed = parseInvite(link);
    if (parsed.ok) props.onJoin(parsed.invite);
    else setProblem(inviteProblems[parsed.problem]);
  };
  return (
    <form onSubmit={submit} className="pb-surface pb-start-card" noValidate>
      <Stack gap="md" h="100%">
        <Title order={2} fz="h4">
          {start.joinTitle}
        </Title>
        <Text size="sm" c="dimmed">
          {start.joinHint}
        </Text>
        <TextInput
          label={start.joinLabel}
          placeholder={start.joinPlaceholder}
          value={link}
          error={problem}
          autoComplete="off"
          spellCheck={false}
          maxLength={maxPastedLength}
          data-testid="join-link"
          onChange={(event) => {
            setLink(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
        <Button
          type="submit"
          mt="auto"
          variant="light"
          loading={props.busy}
          leftSection={<LogIn size={18} />}
        >
          {start.join}
        </Button>
      </Stack>
    </form>
  );
}

function problemOf(link: string | undefined): string | undefined {
  if (link === undefined) return undefined;
  const parsed = parseInvite(link);
  return parsed.ok ? undefined : inviteProblems[parsed.problem];
}
