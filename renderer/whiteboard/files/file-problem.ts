import type { Imported } from '#shared/board/element/import.ts';

/**
 * Why a file was not opened. `no-scene`: it is a picture without a drawing in it. `no-image`: it is not even a picture that can be
 * shown.
 */
export type FileProblem =
  | 'no-scene'
  | 'no-image'
  | 'unreadable'
  | Extract<Imported, { readonly ok: false }>['why'];
