/**
 * Layouts: a record as a tuple, from one table of fields. The order of the table is the order on the wire, and both
 * directions are derived from it, so that a new property is one new line.
 */

import * as v from 'valibot';

/** One property of a record: its schema for decoding, and its encoding. */
export interface Field<Value> {
  readonly schema: v.GenericSchema<unknown, Value>;
  /** Undefined if the value is encoded as it is. */
  readonly encode?: (value: Value) => unknown;
}

/** @param encode undefined if the value is encoded as it is. */
export function field<Value>(
  schema: v.GenericSchema<unknown, Value>,
  encode?: (value: Value) => unknown,
): Field<Value> {
  return encode === undefined ? { schema } : { schema, encode };
}

/** An optional property, encoded as null: tuples have no optional items. */
export function optional<Value>({ schema, encode }: Field<Value>): Field<Value | undefined> {
  return {
    schema: v.pipe(
      v.nullable(schema),
      v.transform((value): Value | undefined => value ?? undefined),
    ),
    encode: (value) => {
      if (value === undefined) return null;
      return encode === undefined ? value : encode(value);
    },
  };
}

/** A field for each property of a record, in wire order. */
export type Fields<Record> = { readonly [Name in keyof Record]-?: Field<Record[Name]> };

/** A constraint between the fields of a record. */
export interface Rule<Record> {
  readonly holds: (record: Record) => boolean;
  /** Describes a record that breaks the rule. */
  readonly problem: string;
}

/** A record as a tuple, in both directions. */
export interface Layout<Record extends object> {
  readonly schema: v.GenericSchema<unknown, Record>;
  readonly encode: (record: Record) => readonly unknown[];
}

/**
 * @param tag the first item of the tuple.
 * @param constants properties that every record of this layout has, and that are not encoded.
 * @param rules are checked after all fields; the first broken one is reported.
 */
export function layout<Constants extends object, Rest extends object>(
  tag: number,
  constants: Constants,
  fields: Fields<Rest>,
  rules: readonly Rule<Rest>[] = [],
): Layout<Constants & Rest> {
  const names = Object.keys(fields) as (keyof Rest)[];
  const columns = names.map((name): { readonly name: keyof Rest } & Field<Rest[keyof Rest]> => ({
    name,
    ...fields[name],
  }));

  function decode(tuple: readonly unknown[]): Constants & Rest {
    const record = Object.assign({}, constants) as { [Name in keyof Rest]: unknown };
    for (let position = 0; position < names.length; position += 1) {
      const value = tuple[position + 1];
      if (value !== undefined) record[names[position] as keyof Rest] = value;
    }
    // Each property has passed the schema of its field.
    return record as unknown as Constants & Rest;
  }

  const items: v.GenericSchema<unknown, unknown>[] = columns.map(({ schema }) => schema);
  const tuple: v.GenericSchema<unknown, readonly unknown[]> = v.strictTuple([v.literal(tag), ...items]);
  const checkedDecode = v.rawTransform<readonly unknown[], Constants & Rest>(
    ({ dataset, addIssue, NEVER }) => {
      const record = decode(dataset.value);
      const broken = rules.find(({ holds }) => !holds(record));
      if (broken === undefined) return record;
      addIssue({ message: broken.problem });
      return NEVER;
    },
  );

  return {
    schema: v.pipe(tuple, rules.length === 0 ? v.transform(decode) : checkedDecode),
    encode: (record) => {
      const encoded: unknown[] = [tag];
      for (const { name, encode } of columns) {
        encoded.push(encode === undefined ? record[name] : encode(record[name]));
      }
      return encoded;
    },
  };
}
