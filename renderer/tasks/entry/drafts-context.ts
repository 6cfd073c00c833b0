import { createContext } from 'react';
import { Drafts } from './drafts.ts';

/** Stores nothing unless the window provides a storage. */
export const DraftsContext = createContext(new Drafts(undefined));
