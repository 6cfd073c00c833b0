import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { isBlank } from '#shared/board/values/blank.ts';
import { maxPeerNameLength } from '#shared/invite/handshake.ts';
import { ConsentDialog } from './ConsentDialog.tsx';
import { lendDialog as texts } from './texts.ts';

/** Asks for the consent of the person at this computer, and for its name. */
export function LendDialog(props: {
  readonly myName: string;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onLend: (name: string) => void;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(texts.nameOf({ person: props.myName }).slice(0, maxPeerNameLength));
  const [isMissing, setMissing] = useState(false);
  const confirm = (): void => {
    setMissing(isBlank(name));
    if (!isBlank(name)) props.onLend(name.trim());
  };
  return (
    <ConsentDialog
      title={texts.title}
      paragraphs={[...Object.values(texts.text), ...(window.paxboard === undefined ? [] : [texts.tray])]}
      confirm={texts.confirm}
      isBusy={props.isBusy}
      problem={props.problem}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <TextInput
        label={texts.name}
        value={name}
        maxLength={maxPeerNameLength}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={isMissing && texts.nameMissing}
        data-autofocus
      />
    </ConsentDialog>
  );
}
