import { useContext, useState } from 'react';
import { DraftsContext } from '../entry/drafts-context.ts';
import { type Edit, type Field, type Fields, isUnsaved, startEdit, takeTheirs, typed } from './edit.ts';

/** An edit of a task, kept as a draft from the first character until it is saved or discarded. */
export interface KeptEdit {
  readonly edit: Edit;
  /** It comes from another dialog or from before a reload. */
  readonly fromDraft: boolean;
  readonly type: (field: Field, text: string) => void;
  readonly takeTheirs: (field: Field) => void;
  readonly discard: () => void;
}

/** @param theirs the current task, or its last state if it is removed. */
export function useEdit(board: string, task: string, theirs: Fields): KeptEdit {
  const drafts = useContext(DraftsContext);
  const [draft] = useState(() => drafts.get(board, task));
  const [edit, setEdit] = useState(draft ?? startEdit(theirs));
  const [fromDraft, setFromDraft] = useState(draft !== undefined && isUnsaved(draft, theirs));
  const change = (changed: Edit): void => {
    setEdit(changed);
    if (isUnsaved(changed, theirs)) drafts.set(board, task, changed);
    else drafts.delete(board, task);
  };
  return {
    edit,
    fromDraft,
    type: (field, text) => change(typed(edit, theirs, field, text)),
    takeTheirs: (field) => change(takeTheirs(edit, theirs, field)),
    discard: () => {
      change(startEdit(theirs));
      setFromDraft(false);
    },
  };
}
