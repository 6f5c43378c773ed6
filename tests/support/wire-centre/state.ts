import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { AppointmentFeed } from '../../../src-main/contract/centre/appointments.ts';
import type { Change, ServicePause, SignedProfile } from '../../../src-main/contract/centre/configuration.ts';
import type { EnrolmentRequest } from '../../../src-main/contract/centre/enrolment.ts';
import type { ItemAnswer, WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import type { OperationName } from '../../../src-main/contract/centre/operations.ts';
import type { Environment } from '../../../src-main/contract/shared/environment.ts';
import type { PublicKey } from '../../../src-main/contract/shared/ids.ts';
import { newSigningKey, type SigningKey } from '../../../src-main/signing/keys.ts';

export interface StoredEvent {
  kioskId: string;
  incarnation: string;
  event: WireEvent;
}

export interface EnrolledKiosk {
  kioskId: string;
  slot: number;
  keys: PublicKey[];
  revoked: boolean;
  lastRead: number;
}

export interface WaitingEnrolment {
  id: string;
  code: string;
  request: EnrolmentRequest;
  state: 'waiting' | 'refused' | 'expired' | EnrolledKiosk;
}

/** An answer in place of the centre's own; `null`: the centre answers. */
type Instead =
  | { status: number; headers?: Record<string, string>; body?: string; signed?: boolean }
  | 'hang'
  | 'cut'
  | null;
export type Interceptor = (name: OperationName, body: Buffer) => Instead | Promise<Instead>;

export interface WireSettings {
  environment: Environment;
  intercept: Interceptor;
  /** Overrides the answer to one event; `null`: the usual answer. */
  judge: (event: unknown) => ItemAnswer | null;
  /** The centre's clock, in milliseconds since 1970. */
  nowMs: () => number;
  feed: AppointmentFeed | null;
  /** A snapshot names this release of the centre's program. */
  release: string | null;
}

export interface WireState extends WireSettings {
  readonly cityId: string;
  readonly officeId: string;
  readonly key: SigningKey;
  readonly kiosks: Map<string, EnrolledKiosk>;
  readonly waiting: WaitingEnrolment[];
  readonly events: StoredEvent[];
  /** The key has kiosk, incarnation (the kiosk's enrolment), epoch (count of rebuilds and restores of its data) and sequence number. */
  readonly seen: Map<string, string>;
  readonly uploads: number[];
  readonly asked: OperationName[];
  readonly voided: Set<string>;
  profiles: SignedProfile[];
  pauses: ServicePause[];
  changes: Change[];
  /** The cursor just before the oldest change that the centre still has; the centre refuses a smaller one. */
  dropped: number;
  epoch: string;
  readonly streams: Set<ServerResponse>;
  readonly watchers: Set<() => void>;
}

export interface WireIdentity {
  cityId?: string;
  officeId?: string;
  key?: SigningKey;
}

export const newWireState = ({
  cityId = 'terrassa',
  officeId = 'demostracio',
  key = newSigningKey(),
}: WireIdentity): WireState => ({
  cityId,
  officeId,
  key,
  environment: 'test',
  intercept: () => null,
  judge: () => null,
  nowMs: Date.now,
  feed: null,
  release: null,
  kiosks: new Map(),
  waiting: [],
  events: [],
  seen: new Map(),
  uploads: [],
  asked: [],
  voided: new Set(),
  profiles: [],
  pauses: [],
  changes: [],
  dropped: 0,
  epoch: randomUUID(),
  streams: new Set(),
  watchers: new Set(),
});

export function sendWakeUps({ streams }: WireState): void {
  for (const stream of streams) stream.write('event: hint\ndata:\n\n');
}

export function callWatchers({ watchers }: WireState): void {
  for (const watcher of watchers) watcher();
}
