/** Cards become complete in the frames after they are scrolled into sight (`sight.ts`), and grow. */
const frames = 10;

/** Scrolls a card into sight, in its column and in the row of columns, and again while the cards around it grow. */
export function bringIntoSight(card: Element): void {
  let left = frames;
  const scroll = (): void => {
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    left -= 1;
    if (left > 0 && card.isConnected) requestAnimationFrame(scroll);
  };
  scroll();
}
