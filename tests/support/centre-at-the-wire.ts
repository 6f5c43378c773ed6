import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  type Change,
  profileSigningInput,
  type ServicePause,
  SignedProfile,
} from '../../src-main/contract/centre/configuration.ts';
import type { OperationName } from '../../src-main/contract/centre/operations.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { type SigningKey, signText } from '../../src-main/signing/keys.ts';
import { serve } from './wire-centre/serve.ts';
import {
  type EnrolledKiosk,
  newWireState,
  type StoredEvent,
  sendWakeUps,
  type WaitingEnrolment,
  type WireIdentity,
  type WireSettings,
  type WireState,
} from './wire-centre/state.ts';

export interface WireCentre extends WireSettings, Enrolments, Configuration {
  readonly url: string;
  readonly port: number;
  readonly cityId: string;
  readonly officeId: string;
  readonly key: SigningKey;
  readonly events: readonly StoredEvent[];
  readonly uploads: readonly number[];
  readonly asked: readonly OperationName[];
  readonly waiting: readonly WaitingEnrolment[];
  storeEpoch(): string;
  /** Acts like a centre restored from an older backup: its events are missing, and the id of its database (store epoch) is new. */
  restore(): void;
  close(): Promise<void>;
  /** Resolves when `condition` returns true. It is checked after each answered request. */
  until(condition: () => boolean): Promise<void>;
}

interface Enrolments {
  enrol(publicKey: PublicKey, slot: number): EnrolledKiosk;
  kiosk(kioskId: string): EnrolledKiosk;
  keysOf(kioskId: string): readonly PublicKey[];
  confirm(code: string, slot: number): EnrolledKiosk;
  refuse(code: string): void;
  revoke(kioskId: string): void;
}

interface Configuration {
  publish(document: unknown, effectiveFrom: string, change?: Partial<SignedProfile>): SignedProfile;
  pause(pause: ServicePause): void;
  resume(serviceId: ServicePause['serviceId']): void;
  voidTicket(ticketId: string): void;
  tell(change: Change): void;
  forgetChanges(): void;
}

export interface WireCentreOptions extends WireIdentity {
  port?: number;
  tls?: { key: string; cert: string };
}

/** A centre in memory that speaks the contract over HTTP. A test sets its answers and network faults. */
export async function startWireCentre({
  port: wanted = 0,
  tls,
  ...identity
}: WireCentreOptions = {}): Promise<WireCentre> {
  const state = newWireState(identity);
  const scheme = tls ? 'https' : 'http';
  const handler = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void serve(state, scheme, incoming, outgoing).catch(() => outgoing.destroy());
  };
  const server: Server = tls ? createHttpsServer(tls, handler) : createHttpServer(handler);
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // The result is the `state` object itself, because `serve` reads from it the answers and faults that a test sets.
  return Object.assign(state, enrolmentsOf(state), configurationOf(state), {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    storeEpoch: () => state.epoch,
    restore() {
      state.epoch = randomUUID();
      state.events.length = 0;
      state.seen.clear();
    },
    async close() {
      for (const stream of state.streams) stream.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    until: (condition: () => boolean) => until(state, condition),
  });
}

function until({ watchers }: WireState, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watcher = (): void => {
      if (!condition()) return;
      watchers.delete(watcher);
      resolve();
    };
    watchers.add(watcher);
    watcher();
  });
}

function enrolmentsOf(state: WireState): Enrolments {
  const { kiosks, waiting } = state;
  function enrol(publicKey: PublicKey, slot: number): EnrolledKiosk {
    const kiosk = { kioskId: randomUUID(), slot, keys: [publicKey], revoked: false, lastRead: 0 };
    kiosks.set(kiosk.kioskId, kiosk);
    return kiosk;
  }
  return {
    enrol,
    kiosk(kioskId) {
      const found = kiosks.get(kioskId);
      if (!found) throw new Error(`no kiosk ${kioskId}`);
      return found;
    },
    keysOf: (kioskId) => kiosks.get(kioskId)?.keys ?? [],
    confirm(code, slot) {
      const found = waiting.find((candidate) => candidate.code === code);
      if (!found) throw new Error(`nobody waits under ${code}`);
      found.state = enrol(found.request.publicKey, slot);
      return found.state;
    },
    refuse(code) {
      for (const candidate of waiting) if (candidate.code === code) candidate.state = 'refused';
    },
    revoke(kioskId) {
      const kiosk = kiosks.get(kioskId);
      if (kiosk) kiosk.revoked = true;
      sendWakeUps(state);
    },
  };
}

function configurationOf(state: WireState): Configuration {
  const { cityId, officeId, key } = state;
  let version = 0;
  function tell(change: Change): void {
    state.changes.push(change);
    sendWakeUps(state);
  }
  return {
    tell,
    publish(document, effectiveFrom, change = {}) {
      version += 1;
      const text = typeof document === 'string' ? document : JSON.stringify(document);
      const about = { officeId, version, effectiveFrom, document: text, keyId: key.keyId, ...change };
      const unsigned = SignedProfile.omit({ signature: true }).parse(about);
      const signature = signText(profileSigningInput(cityId, unsigned), key);
      const profile = SignedProfile.parse({ signature, ...about });
      state.profiles = [...state.profiles, profile];
      tell({ kind: 'profile-published', profile });
      return profile;
    },
    pause(pause) {
      state.pauses = [...state.pauses.filter(({ serviceId }) => serviceId !== pause.serviceId), pause];
      tell({ kind: 'service-paused', pause });
    },
    resume(serviceId) {
      state.pauses = state.pauses.filter((pause) => pause.serviceId !== serviceId);
      tell({ kind: 'service-resumed', serviceId });
    },
    voidTicket(ticketId) {
      state.voided.add(ticketId);
      tell({ kind: 'ticket-voided', ticketId });
    },
    forgetChanges() {
      state.dropped += state.changes.length + 1;
      state.changes = [];
    },
  };
}
