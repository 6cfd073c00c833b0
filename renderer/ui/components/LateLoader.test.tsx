import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LateLoader } from './LateLoader.tsx';

it('a wait begins without an animation', () => {
  expect(renderToStaticMarkup(<LateLoader />)).toBe('');
});
