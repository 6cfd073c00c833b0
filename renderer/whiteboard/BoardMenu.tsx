import { MainMenu } from '@excalidraw/excalidraw';
import { Eraser, FolderOpen, LibraryBig, Workflow } from 'lucide-react';
import { type JSX, memo, useMemo } from 'react';
import { openableTypes } from './files/file-types.ts';
import { libraryTexts } from './library/texts.ts';
import type { WhiteboardLibrary } from './library/use-library.ts';
import { type Command, CommandPalette, hasPalette } from './palette/CommandPalette.tsx';
import { whiteboard as texts } from './texts.ts';

type Entry = Pick<Command, 'label' | 'perform'> & { readonly icon: JSX.Element };

/** Excalidraw's menu and command palette, with entries of Paxboard, which ask before they change the board for everyone. */
export const BoardMenu = memo(function BoardMenu(props: {
  readonly viewOnly: boolean;
  readonly onOpenFile: (file: File) => void;
  readonly library: WhiteboardLibrary;
  readonly onClear: () => void;
  readonly onMermaid: () => void;
}) {
  const { viewOnly, onOpenFile, onClear, onMermaid } = props;
  const { own, add } = props.library;
  const { openFile, openLibrary, mermaid, clear } = useMemo(
    () => ({
      openFile: {
        label: texts.openFile,
        icon: <FolderOpen size={16} />,
        perform: () => chooseFile(openableTypes, onOpenFile),
      },
      openLibrary: {
        label: libraryTexts.open,
        icon: <LibraryBig size={16} />,
        perform: () => chooseFile('.excalidrawlib', add),
      },
      mermaid: { label: texts.mermaid, icon: <Workflow size={16} />, perform: onMermaid },
      clear: { label: texts.clear, icon: <Eraser size={16} />, perform: onClear },
    }),
    [onOpenFile, add, onMermaid, onClear],
  );
  const commands = useMemo(
    (): readonly Command[] =>
      viewOnly
        ? []
        : [openFile, openLibrary, mermaid, clear].map((entry) => ({
            ...entry,
            category: texts.commands,
            viewMode: false,
          })),
    [viewOnly, openFile, openLibrary, mermaid, clear],
  );
  return (
    <>
      <CommandPalette commands={commands} />
      <MainMenu>
        {!viewOnly && itemOf(openFile)}
        {!viewOnly && itemOf(openLibrary)}
        {!viewOnly && own.length > 0 && (
          <MainMenu.Item icon={<LibraryBig size={16} />} onSelect={() => add(own)}>
            {libraryTexts.addOwn({ count: own.length })}
          </MainMenu.Item>
        )}
        <MainMenu.DefaultItems.Export />
        <MainMenu.DefaultItems.SaveAsImage />
        <MainMenu.DefaultItems.SearchMenu />
        {hasPalette() && <MainMenu.DefaultItems.CommandPalette />}
        <MainMenu.DefaultItems.Help />
        {!viewOnly && itemOf(clear)}
      </MainMenu>
    </>
  );
});

function itemOf({ label, icon, perform }: Entry) {
  return (
    <MainMenu.Item icon={icon} onSelect={perform}>
      {label}
    </MainMenu.Item>
  );
}

function chooseFile(types: string, onFile: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = types;
  input.addEventListener('change', () => {
    const [file] = Array.from(input.files ?? []);
    if (file !== undefined) onFile(file);
  });
  input.click();
}
