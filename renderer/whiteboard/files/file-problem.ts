import type { Imported } from '#shared/board/element/import.ts';

/** Why a file was not opened. `no-scene`: it is a picture without a drawing in it. */
export type FileProblem = 'no-scene' | 'unreadable' | Extract<Imported, { readonly ok: false }>['why'];
