import { NativeSelect } from '@mantine/core';
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { KnownHost } from '#app/mesh/discovery/host-book.ts';
import type { BoardSession, BoardShelf } from '#app/session/api.ts';
import { askHost, HostRefused } from '#app/witness/ask-host.ts';
import { act } from '../../ui/failures/act.ts';
import { failureText } from '../../ui/failures/failure-sentence.ts';
import { ConsentDialog } from './ConsentDialog.tsx';
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
  return (
    <ConsentDialog
      title={texts.title}
      paragraphs={Object.values(texts.text)}
      confirm={texts.confirm}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void ask()}
      onClose={onClose}
    >
      <NativeSelect
        label={texts.host}
        value={host}
        data={hosts.map((address) => ({ value: address, label: shortAddress(address) }))}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        data-autofocus
      />
    </ConsentDialog>
  );
}

function shortAddress(address: string): string {
  return address.replace(/^\w+:\/\//, '');
}
