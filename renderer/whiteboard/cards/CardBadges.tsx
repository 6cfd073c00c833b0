import { getCommonBounds } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { cardOf } from '#shared/board/element/card-tie.ts';
import { dotColour } from '../../tasks/colours.ts';
import { cardLabel, columnName, numberText } from '../../tasks/texts.ts';
import { placeInFrames } from './placing-frames.ts';
import { cards as texts } from './texts.ts';
import { useCards } from './use-cards.ts';
import './cards.css';

/** The maximum number of badges at a time: of more, those of the elements in front are shown. */
const maxBadges = 300;

/** The place of a badge: the upper left corner of its element, CSS pixels from that of the canvas. */
interface Spot {
  readonly element: string;
  readonly card: string;
  readonly x: number;
  readonly y: number;
}

const nowhere: readonly Spot[] = [];

/** The number and the column of the card at each visible element that is tied to one; a click opens the card. */
export function CardBadges(props: {
  readonly api: ExcalidrawImperativeAPI;
  readonly session: BoardSession;
  readonly onOpen: (card: string) => void;
}) {
  const cards = useCards(props.session);
  const spots = useSpots(props.api, props.session.ties);
  return spots.map(({ element, card, x, y }) => {
    const found = cards.get(card);
    if (found === undefined) return null;
    const { task, column } = found;
    const name = columnName(column);
    return (
      <button
        key={element}
        type="button"
        className="pb-tie"
        data-testid="card-badge"
        data-column={column.id}
        data-done={task.completedBy !== undefined}
        style={{ transform: `translate(${x}px, ${y}px) translateY(-100%)` }}
        aria-label={texts.badge({ card: cardLabel(task.number, task.title), column: name })}
        title={task.title}
        onClick={() => props.onOpen(card)}
      >
        {task.completedBy === undefined ? (
          <span className="pb-tie-dot" style={{ background: dotColour(column.colour) }} />
        ) : (
          <Check size={13} aria-hidden="true" />
        )}
        <strong>{numberText(task.number)}</strong>
        <bdi className="pb-tie-column">{name}</bdi>
      </button>
    );
  });
}

function useSpots(api: ExcalidrawImperativeAPI, ties: BoardSession['ties']): readonly Spot[] {
  const [spots, setSpots] = useState(nowhere);
  useEffect(() => {
    let placed = nowhere;
    const place = (): void => {
      const now = ties.isEmpty ? nowhere : spotsOf(api);
      placed = now;
      setSpots((before) => (isSame(before, now) ? before : now));
    };
    return placeInFrames(
      [(soon) => api.onChange(soon), (soon) => api.onScrollChange(soon), (soon) => ties.subscribe(soon)],
      // Most boards have no ties.
      () => !ties.isEmpty || placed.length > 0,
      place,
    );
  }, [api, ties]);
  return spots;
}

function spotsOf(api: ExcalidrawImperativeAPI): readonly Spot[] {
  const tied = api.getSceneElements().filter((element) => cardOf(element) !== undefined);
  if (tied.length === 0) return nowhere;
  const { scrollX, scrollY, zoom, width, height } = api.getAppState();
  const spots: Spot[] = [];
  for (const element of tied.toReversed()) {
    const [left, top, right, bottom] = getCommonBounds([element]);
    const x = (left + scrollX) * zoom.value;
    const y = (top + scrollY) * zoom.value;
    const isVisible =
      x < width && y < height && (right + scrollX) * zoom.value > 0 && (bottom + scrollY) * zoom.value > 0;
    if (isVisible) spots.push({ element: element.id, card: cardOf(element) ?? '', x, y });
    if (spots.length === maxBadges) break;
  }
  return spots;
}

function isSame(before: readonly Spot[], now: readonly Spot[]): boolean {
  return (
    before.length === now.length &&
    before.every((spot, at) => {
      const other = now[at];
      return (
        spot.element === other?.element &&
        spot.card === other.card &&
        spot.x === other.x &&
        spot.y === other.y
      );
    })
  );
}
