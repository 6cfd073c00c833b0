import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ColumnDialog } from './ColumnDialog.tsx';
import { columns as texts } from './texts.ts';

/** The button in the bar: visible for any number of columns, and without its label on a phone. */
export function AddColumn() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        className="pb-add-column"
        aria-label={texts.add}
        variant="subtle"
        color="gray"
        leftSection={<Plus size={16} />}
        onClick={() => setOpen(true)}
      >
        {texts.add}
      </Button>
      {open && <ColumnDialog onClose={() => setOpen(false)} />}
    </>
  );
}
