import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link2, Link2Off, SquareKanban, StickyNote } from 'lucide-react';
import { useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { cardOf } from '#shared/board/element/card-tie.ts';
import { cardLabel, columnName } from '../../tasks/texts.ts';
import { isAnySelected, type Note, notesAmong, type SceneNote, wholeElements } from './notes.ts';
import { TieDialog } from './TieDialog.tsx';
import { cards as texts } from './texts.ts';
import { type CardOnBoard, useCards } from './use-cards.ts';

/** The maximum number of cards of a selection that the menu lists. */
const maxListed = 8;

interface CardMenuProps {
  readonly api: ExcalidrawImperativeAPI;
  readonly session: BoardSession;
  readonly viewOnly: boolean;
  /** As Excalidraw has them. */
  readonly selected: { readonly [id: string]: true };
  readonly onOpen: (card: string) => void;
}

/**
 * The cards of the selected elements, and the actions on both. Absent without a selection. Excalidraw renders it with each
 * selection and each gesture, so the selected elements are looked up only once the menu is open.
 */
export function CardMenu(props: CardMenuProps) {
  const { api, session, viewOnly, selected } = props;
  const cards = useCards(session);
  const [tying, setTying] = useState<readonly string[]>();
  const isNeeded = viewOnly
    ? !session.ties.isEmpty && selectedAmong(api.getSceneElements(), selected, cards).found.length > 0
    : isAnySelected(api.getSceneElements(), selected);
  return (
    <>
      {isNeeded && (
        <Menu withinPortal returnFocus position="bottom-end">
          <Menu.Target>
            <ActionIcon
              className="pb-card-menu"
              variant="default"
              size={36}
              aria-label={texts.menu}
              title={texts.menu}
            >
              <SquareKanban size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
            <CardMenuItems {...props} cards={cards} onTie={setTying} />
          </Menu.Dropdown>
        </Menu>
      )}
      {tying !== undefined && (
        <TieDialog
          cards={byNumber(cards)}
          count={tying.length}
          onTie={(card) => session.tieElements(tying, card)}
          onClose={() => setTying(undefined)}
        />
      )}
    </>
  );
}

function CardMenuItems(
  props: CardMenuProps & {
    readonly cards: ReadonlyMap<string, CardOnBoard>;
    readonly onTie: (ids: readonly string[]) => void;
  },
) {
  const { api, session, viewOnly, selected, cards, onOpen } = props;
  const { ids, tied, found, notes } = selectedAmong(api.getSceneElements(), selected, cards);
  return (
    <>
      {found.slice(0, maxListed).map(({ task }) => (
        <Menu.Item
          key={task.id}
          leftSection={<SquareKanban size={15} />}
          maw="22rem"
          onClick={() => onOpen(task.id)}
        >
          {texts.open({ card: cardLabel(task.number, task.title) })}
        </Menu.Item>
      ))}
      {!viewOnly && notes.length > 0 && (
        <Menu.Item leftSection={<StickyNote size={15} />} onClick={() => makeCards(session, notes)}>
          {texts.make({ count: notes.length })}
        </Menu.Item>
      )}
      {!viewOnly && (
        <Menu.Item
          leftSection={<Link2 size={15} />}
          disabled={cards.size === 0}
          onClick={() => props.onTie(ids)}
        >
          {texts.tie}
        </Menu.Item>
      )}
      {!viewOnly && tied.length > 0 && (
        <Menu.Item leftSection={<Link2Off size={15} />} onClick={() => session.tieElements(tied, undefined)}>
          {texts.untie({ count: tied.length })}
        </Menu.Item>
      )}
    </>
  );
}

/** The selected elements: all, those that are tied to cards, those cards, and the notes that are not tied. */
function selectedAmong(
  scene: readonly (SceneNote & { readonly customData?: Record<string, unknown> })[],
  selected: CardMenuProps['selected'],
  cards: ReadonlyMap<string, CardOnBoard>,
) {
  const ids = wholeElements(scene, new Set(Object.keys(selected)));
  const wanted = new Set(ids);
  const tied = scene.filter((element) => wanted.has(element.id) && cards.has(cardOf(element) ?? ''));
  const found = [...new Set(tied.map((element) => cardOf(element) ?? ''))].flatMap(
    (id) => cards.get(id) ?? [],
  );
  const tiedIds = new Set(tied.map(({ id }) => id));
  const notes = notesAmong(scene, ids).filter(({ id }) => !tiedIds.has(id));
  return { ids, tied: [...tiedIds], found, notes };
}

function byNumber(cards: ReadonlyMap<string, CardOnBoard>): readonly CardOnBoard[] {
  // A card without a number is the newest.
  const order = ({ task }: CardOnBoard): number =>
    task.number === 0 ? Number.MAX_SAFE_INTEGER : task.number;
  return [...cards.values()].sort((a, b) => order(b) - order(a));
}

/** A card for each note, tied to it, in the first column of cards that are not begun. */
function makeCards(session: BoardSession, notes: readonly Note[]): void {
  const { columns } = session.view();
  const column = columns.find(({ kind }) => kind === 'todo') ?? columns[0];
  if (column === undefined) return;
  const added = session.cards.together(() =>
    notes.map(({ id, title, notes: text }) => ({
      element: id,
      ...session.cards.add({ title, notes: text }, column.id),
    })),
  );
  for (const { element, id } of added) session.tieElements([element], id);
  void Promise.all(added.map(({ result }) => result.catch(() => undefined))).then((results) => {
    const failed = results.filter((result) => result?.status !== 'applied').length;
    if (failed > 0) notifications.show({ message: texts.notMade({ count: failed }), color: 'yellow' });
    else notifications.show({ message: texts.made({ count: added.length, column: columnName(column) }) });
  });
}
