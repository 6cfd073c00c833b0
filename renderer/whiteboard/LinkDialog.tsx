import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { common, whiteboard as texts } from '../texts.ts';

export interface LinkQuestion {
  readonly address: string;
}

/**
 * A click on an element's link. A link to an element of this board brings that into view; every other one is asked about.
 * The page itself never goes anywhere.
 */
export function linkOpened(link: string, api: ExcalidrawImperativeAPI): LinkQuestion | undefined {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return undefined;
  }
  if (url.host === window.location.host && url.searchParams.has('element')) {
    api.scrollToContent(link, { fitToContent: true, animate: true });
    return undefined;
  }
  return openable.has(url.protocol) ? { address: url.href } : undefined;
}

const openable: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** Anybody on the board can write a link, so the person sees where it leads before it opens, outside. */
export function LinkDialog(props: {
  readonly question: LinkQuestion | undefined;
  readonly onClose: () => void;
}) {
  const { question, onClose } = props;
  return (
    <Modal
      opened={question !== undefined}
      onClose={onClose}
      title={texts.linkTitle}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="md">
        <Text size="sm">{texts.linkText}</Text>
        <Code block className="pb-link-address" data-testid="link-address">
          {question?.address}
        </Code>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            component="a"
            href={question?.address}
            target="_blank"
            rel="noopener noreferrer"
            onClick={onClose}
          >
            {texts.linkOpen}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
