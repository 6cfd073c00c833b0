import { Group, Input, UnstyledButton } from '@mantine/core';
import { Check } from 'lucide-react';
import { useId } from 'react';
import { type Colour, colours } from '#shared/board/task/model.ts';
import { colourNames, dotColour } from '../colours.ts';

/** One of the agreed colours, as radio buttons that look like dots. */
export function ColourPicker(props: {
  readonly label: string;
  readonly value: Colour;
  readonly onChange: (colour: Colour) => void;
}) {
  const id = useId();
  return (
    <Input.Wrapper label={props.label} labelElement="div" labelProps={{ id }}>
      <Group gap={6} role="radiogroup" aria-labelledby={id} mt={4}>
        {colours.map((colour) => (
          <UnstyledButton
            key={colour}
            role="radio"
            aria-checked={colour === props.value}
            aria-label={colourNames[colour]}
            title={colourNames[colour]}
            className="pb-colour-choice"
            style={{ background: dotColour(colour) }}
            onClick={() => props.onChange(colour)}
          >
            {colour === props.value && <Check size={16} aria-hidden="true" />}
          </UnstyledButton>
        ))}
      </Group>
    </Input.Wrapper>
  );
}
