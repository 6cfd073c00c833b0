import { expect, it } from 'vitest';
import { cardLabel, numberText } from './texts.ts';

it('shows no number before the card has one', () => {
  expect(numberText(0)).toBe('…');
  expect(numberText(1007)).toBe('#1007');
  expect(cardLabel(0, 'Order rope')).toBe('Order rope');
  expect(cardLabel(7, 'Order rope')).toBe('Task 7: Order rope');
});
