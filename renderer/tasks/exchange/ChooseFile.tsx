import { Alert, Button, FileButton, Loader, Stack, Text } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import type { FileState } from './file-reading.ts';
import { problemText, exchange as texts } from './texts.ts';

/** Asks for a file, by a button or a drop. */
export function ChooseFile({
  file,
  onChoose,
}: {
  readonly file: FileState;
  readonly onChoose: (file: File) => void;
}) {
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent, is: boolean): void => {
    event.preventDefault();
    setIsOver(is);
  };
  if (file.state === 'reading') {
    return (
      <Stack align="center" p="xl" role="status">
        <Loader />
        <Text c="dimmed">{texts.reading}</Text>
      </Stack>
    );
  }
  return (
    <Stack>
      <Text size="sm">{texts.intro}</Text>
      {file.state === 'failed' && (
        <Alert color="red" role="alert">
          {file.problem === 'unreadable' ? texts.failed : problemText(file.problem)}
        </Alert>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same. */}
      <div
        className="pb-drop-file"
        data-over={isOver}
        onDragEnter={(event) => over(event, true)}
        onDragOver={(event) => over(event, true)}
        onDragLeave={(event) => over(event, false)}
        onDrop={(event) => {
          over(event, false);
          const [dropped] = event.dataTransfer.files;
          if (dropped !== undefined) onChoose(dropped);
        }}
      >
        <FileButton
          accept=".csv,.tsv,.txt,.md,.markdown,.json,text/csv,text/markdown,application/json"
          onChange={(chosen) => {
            if (chosen !== null) onChoose(chosen);
          }}
        >
          {(props) => (
            <Button {...props} leftSection={<FileUp size={17} />} data-autofocus>
              {texts.choose}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {texts.drop}
        </Text>
      </div>
    </Stack>
  );
}
