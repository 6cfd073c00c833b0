import { MainMenu } from '@excalidraw/excalidraw';
import { Eraser, FolderOpen, LibraryBig } from 'lucide-react';
import { memo } from 'react';
import { openableTypes } from './files/file-types.ts';
import { libraryTexts } from './library/texts.ts';
import type { WhiteboardLibrary } from './library/use-library.ts';
import { whiteboard as texts } from './texts.ts';

/** Excalidraw's menu, with two entries of Paxboard, which ask before they change the board for everyone. */
export const BoardMenu = memo(function BoardMenu(props: {
  readonly viewOnly: boolean;
  readonly onOpenFile: (file: File) => void;
  readonly library: WhiteboardLibrary;
  readonly onClear: () => void;
}) {
  const { own } = props.library;
  return (
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
      <MainMenu.DefaultItems.Help />
      {!props.viewOnly && (
        <MainMenu.Item icon={<Eraser size={16} />} onSelect={props.onClear}>
          {texts.clear}
        </MainMenu.Item>
      )}
    </MainMenu>
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
