import { Button, CloseButton, Paper, Text } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { common } from '../../ui/texts.ts';
import { deletionOf } from '../deletion/deleted-memory.ts';
import type { Following } from '../scene/follow.ts';
import { whiteboard as texts } from '../texts.ts';
import { partOf, type Unfinished, unfinishedImports } from './unfinished.ts';

/** Reports that an earlier page ended while it added a large drawing, and offers to remove the part. */
export function UnfinishedImport(props: {
  readonly session: BoardSession;
  readonly following: RefObject<Following | undefined>;
  /** The whiteboard shows the board. */
  readonly ready: boolean;
}) {
  const { session, following, ready } = props;
  const { boardId } = session.view();
  const [found, setFound] = useState<Unfinished & { readonly part: readonly string[] }>();
  useEffect(() => {
    const unfinished = ready ? unfinishedImports.get(boardId) : undefined;
    if (unfinished === undefined) return;
    const part = partOf(unfinished, (id) => session.element(id));
    if (part.length > 0) setFound({ ...unfinished, part });
    else unfinishedImports.set(boardId, undefined);
  }, [session, boardId, ready]);
  if (found === undefined) return null;
  const forget = (): void => {
    unfinishedImports.set(boardId, undefined);
    setFound(undefined);
  };
  const remove = (): void => {
    following.current?.sync.submit(deletionOf(found.part));
    forget();
  };
  return (
    <Paper className="pb-bring-back" shadow="md" withBorder role="status" data-testid="unfinished-import">
      <Text size="sm">
        {texts.unfinished({ file: found.file, part: found.part.length, all: found.ids.length })}
      </Text>
      <Button size="compact-sm" variant="light" onClick={remove}>
        {texts.removePart}
      </Button>
      <CloseButton size="sm" aria-label={common.close} onClick={forget} />
    </Paper>
  );
}
