import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CentreStatus } from '../src-main/centre/contract/centre-status.ts';
import type { CentreTicket, KioskHealth } from '../src-main/contract/centre/administration.ts';
import { messageOf } from '../src-main/domain/result.ts';
import { endingWithUs, type Program, startProgram } from './processes.ts';
import { type RestartingCore, startRestartingCore } from './restarting-core.ts';
import { pinnedNode, repositoryRoot } from './runtime.ts';

const CITY = 'terrassa';
const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8];
const ASK_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 100;
/** A pairing takes some time: the kiosk asks the centre every half second and takes a new profile only while it is idle. */
const PAIRING_PATIENCE_MS = 60_000;
const script = join(repositoryRoot, 'src-central', 'main.ts');
const cityScript = join(repositoryRoot, 'src-central', 'demonstration', 'main.ts');

export interface DemonstrationCentre {
  program: Program;
  url: string;
  /** Address of the pages, at which signed-in people also call the centre. For a centre without pages it equals `url`. */
  staffUrl: string;
  /** The value of the kiosk's option `--centre`. */
  setting: string;
  /** The administrator's token, valid for this run. */
  token: string;
}

export type CentreAccess = Omit<DemonstrationCentre, 'program'>;

/** Starts a centre without pages on a free port, with its data in `folder`. Throws if the centre ends before it listens. */
export const startDemonstrationCentre = (folder: string): Promise<DemonstrationCentre> =>
  startCentre([script, '--data', folder, '--city', CITY]);

/** Starts a centre with an invented city and its pages. `live` lists the offices whose first kiosk is a real core and is not simulated. */
export const startDemonstrationCity = (folder: string, live: readonly string[]): Promise<DemonstrationCentre> =>
  startCentre([cityScript, '--data', folder, '--city', CITY, '--live', live.join(',')]);

async function startCentre(words: readonly string[]): Promise<DemonstrationCentre> {
  const [command, args] = endingWithUs(pinnedNode, words);
  const { DATABASE_URL: _1, CENTRE_KEY_FILE: _2, HOST: _3, TORN_ENVIRONMENT: _4, STAFF_URL: _5, ...env } = process.env;
  const cache = join(repositoryRoot, '.torn', 'compile-cache');
  const program = startProgram(command, args, { NODE_COMPILE_CACHE: cache, ...env, PORT: '0' });
  const said: string[] = [];
  const listening = new Promise<{ url: string; staffUrl: string; token: string; keyId: string }>((resolve) => {
    let token = '';
    let keyId = '';
    let staffUrl: string | null = null;
    program.onLine((line) => {
      said.push(line);
      token = /^An access token .*: (\S+)$/.exec(line)?.[1] ?? token;
      keyId = /^The centre's key is ([\w-]{43}):/.exec(line)?.[1] ?? keyId;
      staffUrl = /^The staff pages are at (\S+)$/.exec(line)?.[1] ?? staffUrl;
      const url = /^The centre listens at (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve({ url, staffUrl: staffUrl ?? url, token, keyId });
    });
  });
  const centre = await Promise.race([listening, program.ended]);
  if (typeof centre === 'number') throw new Error(`the centre ended with ${centre}:\n${said.join('\n')}`);
  return { program, ...centre, setting: `${centre.url}/${CITY}#${centre.keyId}` };
}

/** Calls the centre as administrator. `path` is relative to `/admin`. A call with a body is a POST. */
export async function ask(
  { staffUrl, token }: CentreAccess,
  path: string,
  body?: Record<string, unknown>,
): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${staffUrl}/v1/cities/${CITY}/admin${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: await response.json() };
}

export interface KioskToPair {
  dataFolder: string;
  profileFile: string;
  say: (text: string) => void;
  isPublished?: boolean;
}

interface Office {
  officeId: string;
  name: string;
  zone: string;
}

/** The profile is not validated here, because the centre validates it on publication. */
const readProfile = (file: string): Office => JSON.parse(readFileSync(file, 'utf8')) as Office;

/**
 * Pairs a new kiosk with the centre, as a person at the kiosk and a person at the centre would: publishes the office's profile unless
 * `isPublished`, compares code and fingerprint, and assigns the slot. A kiosk that is already paired with this centre stays unchanged.
 * @throws Error if the kiosk belongs to another centre, or if the pairing fails
 */
export async function pairWith(
  centre: CentreAccess,
  { dataFolder, profileFile, say, isPublished = false }: KioskToPair,
): Promise<void> {
  const core = startRestartingCore({
    data: dataFolder,
    profile: profileFile,
    node: pinnedNode,
    args: ['--centre', centre.setting],
  });
  try {
    const { kiosks } = (await ask(centre, '/kiosks')).answer as { kiosks: KioskHealth[] };
    const { kioskId, slot } = await core.centre();
    if (kioskId !== null) {
      if (!kiosks.some((known) => known.kioskId === kioskId))
        throw new Error(
          `the kiosk in ${dataFolder} belongs to another centre: remove its folder, or name another one with --data`,
        );
      say(`the kiosk is already paired with the centre, slot ${slot}.`);
      return;
    }
    await pairNew(centre, core, { profileFile, kiosks, slot, say, isPublished });
  } finally {
    await core.stop();
  }
}

async function pairNew(
  centre: CentreAccess,
  core: RestartingCore,
  {
    profileFile,
    kiosks,
    slot: ownSlot,
    say,
    isPublished,
  }: Omit<KioskToPair, 'dataFolder'> & { kiosks: readonly KioskHealth[]; slot: number | null },
): Promise<void> {
  const profile = readProfile(profileFile);
  const { officeId, name } = profile;
  if (!isPublished) {
    const draft = { profile, effectiveFrom: serviceDayOf(profile) };
    const published = await ask(centre, `/offices/${officeId}/profiles`, draft);
    if (published.status !== 201)
      throw new Error(`the centre refuses ${profileFile}: ${JSON.stringify(published.answer)}`);
    say(`the centre has published the profile of ${name}.`);
  }

  const asked = await core.current().call('startPairing', {});
  if (!asked.ok) throw new Error(`the kiosk could not ask to be paired: ${asked.error.kind}`);
  const { code, fingerprint } = await seen(core, 'a pairing code', ({ pairing }) => pairing);
  const isTaken = (slot: number) => kiosks.some((known) => known.officeId === officeId && known.slot === slot);
  const slot = ownSlot ?? SLOTS.find((candidate) => !isTaken(candidate)) ?? 1;
  const groups = fingerprint.match(/.{1,5}/g)?.join(' ') ?? fingerprint;
  say(`the kiosk asks to be paired: code ${code.slice(0, 4)} ${code.slice(4)}, fingerprint ${groups}.`);
  const place = ['--url', centre.staffUrl, '--city', CITY, '--office', officeId, '--slot', String(slot)];
  const words = ['confirm', ...place, '--code', code, '--fingerprint', fingerprint, '--name', 'entrada'];
  try {
    await promisify(execFile)(pinnedNode, [script, ...words], { env: { ...process.env, TORN_TOKEN: centre.token } });
  } catch (error) {
    throw new Error(`the centre does not accept the kiosk in slot ${slot}: ${messageOf(error)}`, { cause: error });
  }
  say(`the centre has confirmed it, as \`npm run central -- confirm\` does: ${name}, slot ${slot}.`);
  await seen(core, 'the office’s profile', ({ state, profileVersion }) => state === 'paired' && profileVersion);
}

async function seen<T>(
  core: RestartingCore,
  what: string,
  look: (status: CentreStatus) => T | null | false,
): Promise<T> {
  const gaveUpAt = performance.now() + PAIRING_PATIENCE_MS;
  for (;;) {
    const status = await core.centre();
    const found = look(status);
    if (found !== null && found !== false) return found;
    if (status.trouble !== null || performance.now() > gaveUpAt)
      throw new Error(`the kiosk still waits for ${what}: ${status.trouble ?? 'no trouble'}`);
    await pause(LOOK_EVERY_MS);
  }
}

/** Service days begin at four in the morning by the office's clock. */
function serviceDayOf({ zone }: Office): string {
  const shifted = Date.now() - 4 * 3_600_000;
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(shifted);
}

/**
 * Prints how many of today's tickets the centre has at first. Then prints each ticket that reaches the centre or changes its print state,
 * until the centre ends.
 */
export async function announceTickets(
  centre: DemonstrationCentre,
  { dataFolder, profileFile, say }: KioskToPair,
): Promise<void> {
  const office = readProfile(profileFile);
  const pathOf = (day: string) => `/offices/${office.officeId}/tickets?serviceDay=${day}`;
  say(`a program reads the tickets of the centre like this:`);
  say(
    `  curl -H 'Authorization: Bearer ${centre.token}' '${centre.staffUrl}/v1/cities/${CITY}/admin${pathOf(serviceDayOf(office))}'`,
  );
  const announced = new Map<string, string>();
  let isFirst = true;
  let ended = false;
  void centre.program.ended.then(() => {
    ended = true;
  });
  while (!ended) {
    const { tickets } = await todays(centre, pathOf(serviceDayOf(office)));
    for (const { ticketId, label, serviceId, print } of tickets) {
      const before = announced.get(ticketId);
      if (before === print) continue;
      announced.set(ticketId, print);
      if (isFirst) continue;
      say(`the centre has ticket ${label} (${serviceId}), paper: ${print}.`);
      const page = before === undefined ? phonePageOf(centre, dataFolder, ticketId) : null;
      if (page !== null) say(`  its page for a phone: ${page}`);
    }
    if (isFirst && tickets.length > 0) say(`the centre already has ${tickets.length} tickets of today.`);
    isFirst = false;
    await pause(ASK_EVERY_MS, undefined, { ref: false });
  }
}

/**
 * Returns the address of the page to which the code on the ticket leads; `null`: the ticket has no code. The page's token is read from the
 * kiosk's journal, because the centre reveals it to no program and the kiosk's database is locked.
 */
export function phonePageOf({ url }: Pick<CentreAccess, 'url'>, dataFolder: string, ticketId: string): string | null {
  const folder = join(dataFolder, 'journal');
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  const issued = lines.find((line) => line.includes(`"ticketId":"${ticketId}"`) && line.includes('"followToken":"'));
  const token = /"followToken":"(\w+)"/.exec(issued ?? '')?.[1];
  return token === undefined ? null : `${url}/t/${CITY}/${token}`;
}

/** One answer has at most 500 tickets, enough for a demonstration. */
async function todays(centre: DemonstrationCentre, path: string): Promise<{ tickets: CentreTicket[] }> {
  try {
    const { status, answer } = await ask(centre, path);
    return status === 200 ? (answer as { tickets: CentreTicket[] }) : { tickets: [] };
  } catch {
    // The centre is ending and no longer answers, so there are no tickets to print.
    return { tickets: [] };
  }
}
