import { MainMenu } from '@excalidraw/excalidraw';
import { Eraser, FolderOpen, LibraryBig, Workflow } from 'lucide-react';
import { memo, useMemo } from 'react';
import { openableTypes } from './files/file-types.ts';
import { libraryTexts } from './library/texts.ts';
import type { WhiteboardLibrary } from './library/use-library.ts';
import { type Command, CommandPalette, hasPalette } from './palette/CommandPalette.tsx';
import { whiteboard as texts } from './texts.ts';

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
  const commands = useMemo(
    (): readonly Command[] =>
      viewOnly
        ? []
        : [
            {
              label: texts.openFile,
              icon: <FolderOpen size={16} />,
              perform: () => chooseFile(openableTypes, onOpenFile),
            },
            {
              label: libraryTexts.open,
              icon: <LibraryBig size={16} />,
              perform: () => chooseFile('.excalidrawlib', add),
            },
            { label: texts.mermaid, icon: <Workflow size={16} />, perform: onMermaid },
            { label: texts.clear, icon: <Eraser size={16} />, perform: onClear },
          ].map((command) => ({ ...command, category: texts.commands, viewMode: false })),
    [viewOnly, onOpenFile, add, onMermaid, onClear],
  );
  return (
    <>
      <CommandPalette commands={commands} />
      <MainMenu>
        {!props.viewOnly && (
          <MainMenu.Item
            icon={<FolderOpen size={16} />}
            onSelect={() => chooseFile(openableTypes, props.onOpenFile)}
          >
            {texts.openFile}
          </MainMenu.Item>
        )}
        {!props.viewOnly && (
          <MainMenu.Item
            icon={<LibraryBig size={16} />}
            onSelect={() => chooseFile('.excalidrawlib', props.library.add)}
          >
            {libraryTexts.open}
          </MainMenu.Item>
        )}
        {!props.viewOnly && own.length > 0 && (
          <MainMenu.Item icon={<LibraryBig size={16} />} onSelect={() => props.library.add(own)}>
            {libraryTexts.addOwn({ count: own.length })}
          </MainMenu.Item>
        )}
        <MainMenu.DefaultItems.Export />
        <MainMenu.DefaultItems.SaveAsImage />
        <MainMenu.DefaultItems.SearchMenu />
        {hasPalette() && <MainMenu.DefaultItems.CommandPalette />}
        <MainMenu.DefaultItems.Help />
        {!props.viewOnly && (
          <MainMenu.Item icon={<Eraser size={16} />} onSelect={props.onClear}>
            {texts.clear}
          </MainMenu.Item>
        )}
      </MainMenu>
    </>
  );
});

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
