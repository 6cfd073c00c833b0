import { Alert, Button, Group, List, Spoiler, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, useState } from 'react';
import { countOf, type ImportPlan, type NamedColumn, proposedPlan } from '#app/exchange/import-plan.ts';
import type { ImportWarning } from '#app/exchange/model.ts';
import { maxTasks } from '#shared/board/limits.ts';
import { firstColumns } from '#shared/board/task/model.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { useTaskList } from '../list-context.ts';
import { columnName } from '../texts.ts';
import { ChooseFile } from './ChooseFile.tsx';
import { type FileState, useFileReading } from './file-reading.ts';
import { PlanFields } from './PlanFields.tsx';
import { Running } from './Running.tsx';
import { TableMapping } from './TableMapping.tsx';
import { problemText, roomText, exchange as texts, warningText } from './texts.ts';
import { useImport } from './use-import.ts';

/** The maximum number of listed warnings. */
const maxListed = 100;

/** Imports the cards of a file: choose it, check the plan, import with progress, undo. */
export function ImportDialog(props: {
  /** Cards of the board, those in the archive and the trash included. */
  readonly cards: number;
  readonly onClose: () => void;
}) {
  const { columns } = useTaskList();
  const existing = useMemo(
    () => columns.map((column) => ({ id: column.id, name: columnName(column) })),
    [columns],
  );
  const { file, choose, mapped, forget } = useFileReading(nameOfFirst);
  const { progress, start, cancel, undo } = useImport();
  const isRunning = progress?.state === 'running';
  return (
    <Dialog
      size="lg"
      title={texts.title}
      onClose={props.onClose}
      closeOnClickOutside={false}
      closeOnEscape={!isRunning}
      withCloseButton={!isRunning}
    >
      {progress !== undefined ? (
        <Running
          progress={progress}
          onCancel={cancel}
          onClose={props.onClose}
          onUndo={() => {
            act(undo().then(() => notifications.show({ message: texts.undone({ cards: progress.added }) })));
            props.onClose();
          }}
        />
      ) : file.state === 'read' || file.state === 'unmapped' ? (
        <Stack>
          {file.csv !== undefined && (
            <TableMapping
              csv={file.csv}
              onChange={(mapping) => file.csv !== undefined && mapped(file.name, file.csv.table, mapping)}
            />
          )}
          {file.state === 'unmapped' ? (
            <Alert color="red" role="alert">
              {problemText(file.problem)}
            </Alert>
          ) : (
            <Preview
              file={file}
              existing={existing}
              room={maxTasks - props.cards}
              onStart={start}
              onAnother={forget}
            />
          )}
        </Stack>
      ) : (
        <ChooseFile file={file} onChoose={(chosen) => act(choose(chosen))} />
      )}
    </Dialog>
  );
}

function nameOfFirst(id: string): string {
  const column = firstColumns.find((first) => first.id === id);
  return column === undefined ? '' : columnName(column);
}

function Preview(props: {
  readonly file: FileState & { readonly state: 'read' };
  readonly existing: readonly NamedColumn[];
  readonly room: number;
  readonly onStart: (board: (FileState & { readonly state: 'read' })['board'], plan: ImportPlan) => void;
  readonly onAnother: () => void;
}) {
  const { file, existing } = props;
  const { board } = file;
  const proposed = useMemo(() => proposedPlan(board, existing), [board, existing]);
  // Another mapping of the table is another proposal.
  const [chosen, setChosen] = useState<{ readonly of: typeof board; readonly plan: ImportPlan }>();
  const plan = chosen?.of === board ? chosen.plan : proposed;
  const count = countOf(board, plan);
  const problem = count > props.room ? roomText(props.room) : count === 0 ? texts.nothing : undefined;
  return (
    <>
      <Text data-testid="import-found">
        {texts.found({
          cards: board.cards.length,
          format: texts.formats[file.format],
          name: file.name,
        })}
      </Text>
      {file.format === 'paxboard' && (
        <Text size="sm" c="dimmed">
          {texts.cardsOnly}
        </Text>
      )}
      <PlanFields
        board={board}
        existing={existing}
        plan={plan}
        proposed={proposed}
        onChange={(changed) => setChosen({ of: board, plan: changed })}
      />
      <Warnings warnings={file.warnings} />
      {problem !== undefined && (
        <Alert color="yellow" role="alert">
          {problem}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onAnother}>
          {texts.another}
        </Button>
        <Button disabled={problem !== undefined} onClick={() => props.onStart(board, plan)} data-autofocus>
          {texts.start({ cards: count })}
        </Button>
      </Group>
    </>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly ImportWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" title={texts.warnings({ count: warnings.length })}>
      <Spoiler maxHeight={120} showLabel={texts.showAll} hideLabel={texts.showFewer}>
        <List size="sm" data-testid="import-warnings">
          {warnings.slice(0, maxListed).map((warning, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
            <List.Item key={at}>{warningText(warning)}</List.Item>
          ))}
        </List>
        {warnings.length > maxListed && (
          <Text size="sm" c="dimmed">
            {texts.moreWarnings({ count: warnings.length - maxListed })}
          </Text>
        )}
      </Spoiler>
    </Alert>
  );
}
