import type { FastifyBaseLogger } from 'fastify';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { makeToken } from '../administration/access-tokens.ts';
import { instantOf, systemClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { createCentre } from '../replica.ts';
import { type CityAddress, requestTo, send } from './ask.ts';
import { CHANNELS, OFFICES, profileOf, SANDBOX_CITY, type SandboxOffice, ZONE } from './city.ts';
import { enrolPlayed, giveTurn, type PlayedPlace, type PlayedWire, tell } from './played-kiosk.ts';

/** The content of the credentials file, which a client program reads. */
export interface SandboxAccess {
  url: string;
  cityId: string;
  channels: Record<string, string>;
  tokens: { administrator: string; viewer: string };
  offices: { officeId: string; services: string[] }[];
}

interface SandboxKiosk {
  kioskId: string;
  giveTurn(): Promise<void>;
}

export interface Sandbox {
  access: SandboxAccess;
  kiosks: readonly SandboxKiosk[];
  stop(): Promise<void>;
}

export interface SandboxOptions {
  database: Database;
  host: string;
  port: number;
  logger: FastifyBaseLogger;
}

const REQUESTS_AT_ONCE = 50;
const DAY_MS = 86_400_000;

/** Starts a complete centre with an invented city: offices with profiles, channels with tokens, and simulated kiosks. */
export async function startSandbox({ database, host, port, logger }: SandboxOptions): Promise<Sandbox> {
  const signingKey = newSigningKey();
  const server = await createCentre({
    database,
    signingKey,
    logger,
    clock: systemClock,
    nextKey: null,
    environment: 'demonstration',
    tls: null,
    behindProxy: false,
    maxInFlight: REQUESTS_AT_ONCE,
  });
  const url = await server.listen(host, port);
  const nowMs = systemClock.nowMs();
  const administrator = await makeToken(database, SANDBOX_CITY, 'sandbox', nowMs);
  const viewer = await makeToken(database, SANDBOX_CITY, 'sandbox viewer', nowMs, null, { role: 'viewer' });
  const city = { url, cityId: SANDBOX_CITY };
  await furnish(city, administrator, nowMs);
  const channels: Record<string, string> = {};
  for (const { channelId } of CHANNELS)
    channels[channelId] = await makeToken(database, SANDBOX_CITY, `sandbox ${channelId}`, nowMs, channelId);
  const wire = { ...city, clock: systemClock };
  const enrolling = { token: administrator, centreKey: signingKey.publicKey };
  const kiosks: SandboxKiosk[] = [];
  for (const office of OFFICES) kiosks.push(await sandboxKiosk(wire, enrolling, office));
  return {
    access: {
      url,
      cityId: SANDBOX_CITY,
      channels,
      tokens: { administrator, viewer },
      offices: OFFICES.map(({ officeId, services }) => ({
        officeId,
        services: services.map(({ serviceId }) => serviceId),
      })),
    },
    kiosks,
    async stop() {
      await server.drain();
      await database.close();
    },
  };
}

async function sandboxKiosk(
  wire: PlayedWire,
  enrolling: Pick<PlayedPlace, 'token' | 'centreKey'>,
  { officeId, services }: SandboxOffice,
): Promise<SandboxKiosk> {
  const kiosk = await enrolPlayed(wire, { ...enrolling, officeId, slot: 1, name: 'entrada', version: '0.0.0' });
  let given = 0;
  return {
    kioskId: kiosk.kioskId,
    async giveTurn() {
      const service = services[given % services.length];
      if (!service) return;
      given += 1;
      await tell(wire, kiosk, giveTurn(wire, kiosk, service, ZONE));
    },
  };
}

/** Sets up the city over HTTP, as its staff would. */
async function furnish(city: CityAddress, token: string, nowMs: number): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const effectiveFrom = instantOf(nowMs - DAY_MS).slice(0, 10);
  for (const office of OFFICES) {
    const { officeId } = office;
    const body = { profile: profileOf(office), effectiveFrom };
    await send(requestTo(city, 'publishProfile', { params: { officeId }, body, headers }));
  }
  for (const { channelId, ...channel } of CHANNELS)
    await send(requestTo(city, 'putChannel', { params: { channelId }, body: channel, headers }));
}
