import { Avatar, Indicator } from '@mantine/core';
import { Crown } from 'lucide-react';
import type { Person } from '#app/session/view/view.ts';
import { personSummary } from '../texts.ts';
import { colourOf } from './colours.ts';
import { initialsOf } from './initials.ts';
import '../people.css';
import { Hint } from '../../ui/hints/Hint.tsx';

/** A person's initials in their colour; with a crown for the leader, a ring for a voter, pale if not connected. */
export function PersonAvatar(props: {
  readonly person: Person;
  readonly size?: number;
  /** The tooltip, in place of a summary. */
  readonly hint?: string;
}) {
  const { person, size = 32 } = props;
  const summary = personSummary(person);
  return (
    <Hint label={props.hint ?? summary}>
      <Indicator
        disabled={!person.leads}
        label={<Crown size={10} strokeWidth={2.5} />}
        size={17}
        offset={3}
        color="yellow.6"
        position="top-end"
        className="pb-person"
        data-connected={person.connected}
        data-votes={person.votes}
      >
        <NamedAvatar name={person.name} colour={person.colour} label={summary} size={size} />
      </Indicator>
    </Hint>
  );
}

/** Initials in a person's colour. */
export function NamedAvatar(props: {
  readonly name: string;
  readonly colour: number;
  /** Empty if the name is beside it: screen readers then skip the picture. */
  readonly label: string;
  readonly size?: number;
}) {
  const { background, text } = colourOf(props.colour);
  return (
    <Avatar
      size={props.size ?? 24}
      radius="xl"
      color={background}
      variant="filled"
      styles={{ placeholder: { color: text } }}
      {...(props.label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': props.label })}
    >
      {initialsOf(props.name)}
    </Avatar>
  );
}
