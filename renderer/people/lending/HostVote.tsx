import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { type FormEvent, useCallback, useState, useSyncExternalStore } from 'react';
import type { KnownHost } from '#app/mesh/discovery/host-book.ts';
import type { BoardSession, BoardShelf } from '#app/session/api.ts';
import { askHost, HostRefused } from '#app/witness/ask-host.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { failureText } from '../../ui/failures/failure-sentence.ts';
import { common } from '../../ui/texts.ts';
import { hostRefusalText, hostDialog as texts } from './texts.ts';

/** The connected hosts that keep votes, by address. */
export function useLendingHosts(network: BoardShelf['network']): readonly string[] {
  const hosts = useSyncExternalStore(
    useCallback((listener) => network.subscribe(listener), [network]),
    () => network.hosts(),
  );
  return hosts.filter(isLending).map(({ address }) => address);
}

function isLending({ lends, state }: KnownHost): boolean {
  return lends === true && state.status === 'connected';
}

/** Asks for the consent of a person, and then a host for a vote; the members agree on it afterwards. */
export function HostVote(props: {
  readonly session: BoardSession;
  /** At least one. */
  readonly hosts: readonly string[];
  readonly onClose: () => void;
}) {
  const { session, hosts, onClose } = props;
  const [chosen, setChosen] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const host = chosen !== undefined && hosts.includes(chosen) ? chosen : hosts[0];
  const ask = async (): Promise<void> => {
    if (host === undefined) return setProblem(hostRefusalText('away'));
    setBusy(true);
    setProblem(undefined);
    try {
      const { id, name } = await askHost(host, session.invite('edit'));
      act(session.members.lend(id, name || shortAddress(host), 'host'));
      onClose();
    } catch (error) {
      setProblem(
        error instanceof HostRefused ? hostRefusalText(error.why) : failureText(error, texts.failed),
      );
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBusy) void ask();
  };
  return (
    <Dialog onClose={() => !isBusy && onClose()} title={texts.title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {Object.values(texts.text).map((paragraph) => (
            <Text key={paragraph} size="sm">
              {paragraph}
            </Text>
          ))}
          <NativeSelect
            label={texts.host}
            value={host}
            data={hosts.map((address) => ({ value: address, label: shortAddress(address) }))}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            data-autofocus
          />
          {problem !== undefined && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" disabled={isBusy} onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={isBusy}>
              {texts.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function shortAddress(address: string): string {
  return address.replace(/^\w+:\/\//, '');
}
