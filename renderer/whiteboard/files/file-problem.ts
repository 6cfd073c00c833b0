import type { Imported } from '#shared/board/element/import/import.ts';

/**
 * The reason why a file was not opened. `no-scene`: a picture without an embedded drawing. `no-image`: neither a drawing nor a
 * picture that can be shown.
 */
export type FileProblem =
  | 'no-scene'
  | 'no-image'
  | 'unreadable'
  | Extract<Imported, { readonly ok: false }>['why'];
