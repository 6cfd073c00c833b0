/**
 * Every channel between the window and the main process, with the schema of its messages. Both ends validate: main the
 * arguments, the preload the results (`ipc-main.ts`, `ipc-window.ts`).
 */

import * as v from 'valibot';
import {
  lastRuns,
  maxPersonTextLength,
  maxSealedLength,
  maxSecretLength,
  secretsStates,
} from '#shared/desktop/bridge.ts';
import { maxInviteTextLength } from '#shared/invite/link.ts';
import { readHostInfo } from '#shared/signaling/host-info.ts';

/** A synchronous schema. */
export type Schema = v.GenericSchema<unknown, unknown>;

/** A request of the window, with a result from main. */
export interface Request<Argument extends Schema, Result extends Schema> {
  readonly name: string;
  readonly argument: Argument;
  readonly result: Result;
}

/** A message without a reply. */
export interface Notice<Payload extends Schema> {
  readonly name: string;
  readonly payload: Payload;
}

const text = (characters: number) => v.pipe(v.string(), v.maxLength(characters));
const nothing = v.undefined();

const hostInfo = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const info = readHostInfo(dataset.value);
    if (info !== undefined) return info;
    addIssue({ message: 'not a description of a host' });
    return NEVER;
  }),
);

const failure = v.strictObject({ ok: v.literal(false), why: text(maxPersonTextLength) });

const settings = v.strictObject({
  startAtLogin: v.boolean(),
  stayInTray: v.boolean(),
  secrets: v.picklist(secretsStates),
});

const settingsChange = v.strictObject({
  startAtLogin: v.optional(v.boolean()),
  stayInTray: v.optional(v.boolean()),
});

export const requests = {
  hostInfo: request(
    'paxboard:host-info',
    nothing,
    v.variant('ok', [v.strictObject({ ok: v.literal(true), info: hostInfo }), failure]),
  ),
  settings: request('paxboard:settings', nothing, settings),
  changeSettings: request(
    'paxboard:change-settings',
    settingsChange,
    v.variant('ok', [v.strictObject({ ok: v.literal(true), settings }), failure]),
  ),
  lastRun: request('paxboard:last-run', nothing, v.picklist(lastRuns)),
  saveLog: request(
    'paxboard:save-log',
    nothing,
    v.variant('ok', [v.strictObject({ ok: v.literal(true), saved: v.boolean() }), failure]),
  ),
  /** Seals a board's secret (base64url); undefined if the system has no safe place for the key. */
  sealSecret: request('paxboard:seal-secret', text(maxSecretLength), v.optional(text(maxSealedLength))),
  /** Opens a sealed secret; undefined if this device cannot. */
  openSecret: request('paxboard:open-secret', text(maxSealedLength), v.optional(text(maxSecretLength))),
} as const;

/** A step of the lifecycle: main numbers it, and the window confirms it when it is done. */
const lifeStep = v.strictObject({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  event: v.picklist(['leave', 'stay', 'wake']),
});

export const toMain = {
  joinLinksWanted: notice('paxboard:join-links-wanted', nothing),
  lifeStepDone: notice('paxboard:life-step-done', v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
} as const;

export const toWindow = {
  joinLink: notice('paxboard:join-link', text(maxInviteTextLength)),
  lifeStep: notice('paxboard:life-step', lifeStep),
  showSettings: notice('paxboard:show-settings', nothing),
} as const;

export type HostAnswer = v.InferOutput<typeof requests.hostInfo.result>;
export type SettingsAnswer = v.InferOutput<typeof requests.changeSettings.result>;
export type SaveLogAnswer = v.InferOutput<typeof requests.saveLog.result>;
export type SettingsChange = v.InferOutput<typeof settingsChange>;
export type LifeStep = v.InferOutput<typeof lifeStep>;
export type LifeEvent = LifeStep['event'];

/** @returns undefined for a value that the schema rejects. Never throws. */
export function read<S extends Schema>(
  schema: S,
  value: unknown,
): { readonly value: v.InferOutput<S> } | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? { value: result.output } : undefined;
}

function request<Argument extends Schema, Result extends Schema>(
  name: string,
  argument: Argument,
  result: Result,
): Request<Argument, Result> {
  return { name, argument, result };
}

function notice<Payload extends Schema>(name: string, payload: Payload): Notice<Payload> {
  return { name, payload };
}
