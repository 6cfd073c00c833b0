import { MainMenu } from '@excalidraw/excalidraw';
import { Eraser, FolderOpen } from 'lucide-react';
import { memo } from 'react';
import { openableTypes } from './files/file-types.ts';
import { whiteboard as texts } from './texts.ts';

/** Excalidraw's menu, with two entries of Paxboard, which ask before they change the board for everyone. */
export const BoardMenu = memo(function BoardMenu(props: {
  readonly viewOnly: boolean;
  readonly onOpenFile: (file: File) => void;
  readonly onClear: () => void;
}) {
  return (
    <MainMenu>
      {!props.viewOnly && (
        <MainMenu.Item icon={<FolderOpen size={16} />} onSelect={() => chooseFile(props.onOpenFile)}>
          {texts.openFile}
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

function chooseFile(onFile: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = openableTypes;
  input.addEventListener('change', () => {
    const [file] = Array.from(input.files ?? []);
    if (file !== undefined) onFile(file);
  });
  input.click();
}
