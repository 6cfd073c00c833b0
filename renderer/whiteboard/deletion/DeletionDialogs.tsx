import { Button, CloseButton, Paper, Text } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import { ConfirmDialog } from '../../ui/components/ConfirmDialog.tsx';
import { common } from '../../ui/texts.ts';
import { whiteboard as texts } from '../texts.ts';
import type { Deletions } from './use-deletions.ts';

/** The question before a large deletion, and the offer to undo it. */
export function DeletionDialogs({ deletion }: { readonly deletion: Deletions }) {
  const { asked, recoverable } = deletion;
  return (
    <>
      <ConfirmDialog
        opened={asked !== undefined}
        title={texts.deleteTitle({ count: asked?.length ?? 0 })}
        text={[texts.deleteText]}
        confirm={texts.deleteConfirm({ count: asked?.length ?? 0 })}
        onConfirm={deletion.confirm}
        onCancel={deletion.cancel}
      />
      {recoverable > 0 && (
        <Paper className="pb-bring-back" shadow="md" radius="md" withBorder role="status">
          <Text size="sm">{texts.deletedByYou({ count: recoverable })}</Text>
          <Button
            size="xs"
            variant="light"
            leftSection={<Undo2 size={14} className="pb-points" />}
            data-testid="bring-back"
            onClick={deletion.bringBack}
          >
            {texts.bringBack}
          </Button>
          <CloseButton size="sm" aria-label={common.close} onClick={deletion.dismiss} />
        </Paper>
      )}
    </>
  );
}
