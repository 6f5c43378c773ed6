import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../src-main/domain/result.ts';
import type { ParamsOf } from '../../src-main/session/contract/kiosk-api.ts';
import { ask, type DemonstrationCentre, pairWith } from '../demonstration-centre.ts';
import { startRestartingCore } from '../restarting-core.ts';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import type { DemonstrationOptions } from './options.ts';
import type { Run } from './run.ts';

const CITY_FILE = join(repositoryRoot, 'config', 'demonstration', 'city.json');
const LOOK_EVERY_MS = 1_000;
const TURN_EVERY_MS = 25_000;

interface Invented {
  offices: { officeId: string; live?: true }[];
}

const others = (): string[] =>
  (JSON.parse(readFileSync(CITY_FILE, 'utf8')) as Invented).offices.flatMap(({ officeId, live }) =>
    live ? [officeId] : [],
  );

/**
 * Returns the offices whose first kiosk runs as a real core and is not simulated: the visible kiosk's office, and the invented offices
 * marked as live.
 */
export function liveOffices(profileFile: string | null): string[] {
  if (profileFile === null) return others();
  const { officeId } = JSON.parse(readFileSync(profileFile, 'utf8')) as { officeId: string };
  return [officeId, ...others().filter((other) => other !== officeId)];
}

/**
 * Starts a core, without a window, for each office of `liveOffices` except the first, which is the visible kiosk's office if there is one.
 * The cores start one after another and take tickets until the run ends.
 */
export async function startLiveKiosks(
  run: Run,
  centre: DemonstrationCentre,
  { dataFolder, profileFile }: DemonstrationOptions,
): Promise<void> {
  for (const officeId of liveOffices(profileFile).slice(1))
    try {
      await startLiveKiosk(run, centre, { officeId, folder: join(dirname(dataFolder), 'city', officeId) });
    } catch (error) {
      if (!run.isEnding()) run.say(`the kiosk of ${officeId} does not run: ${messageOf(error)}`);
    }
}

async function startLiveKiosk(
  run: Run,
  centre: DemonstrationCentre,
  { officeId, folder }: { officeId: string; folder: string },
): Promise<void> {
  const document = await publishedProfile(run, centre, officeId);
  if (document === null) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const profile = join(folder, 'profile.json');
  writeFileSync(profile, JSON.stringify(document), { mode: 0o600 });
  const data = join(folder, 'data');
  const say = (text: string): void => void run.log.write(`${officeId}: ${text}\n`);
  await pairWith(centre, { dataFolder: data, profileFile: profile, say, isPublished: true });
  if (run.isEnding()) return;
  const core = startRestartingCore({ data, profile, node: pinnedNode, args: ['--centre', centre.setting] });
  run.closeLast(() => core.stop());
  const { services } = document;
  const takeTurns = async (): Promise<void> => {
    for (let turn = 0; !run.isEnding(); turn += 1) {
      const serviceId = services[turn % services.length]?.serviceId;
      const wish = { requestId: randomUUID(), serviceId, language: 'ca' } as ParamsOf<'takeTicket'>;
      // Result ignored: a closed office refuses the ticket, and the loop asks for another one later.
      if (serviceId !== undefined) await core.current().call('takeTicket', wish);
      await pause(TURN_EVERY_MS, undefined, { ref: false });
    }
  };
  takeTurns().catch((error: unknown) => say(messageOf(error)));
}

interface Document {
  services: { serviceId: string }[];
}

/** Waits until the demonstration has published the office's first profile; `null` if the run ends before. */
async function publishedProfile(run: Run, centre: DemonstrationCentre, officeId: string): Promise<Document | null> {
  while (!run.isEnding()) {
    const { status, answer } = await ask(centre, `/offices/${officeId}/profiles/1`);
    if (status === 200) return (answer as { document: Document }).document;
    await pause(LOOK_EVERY_MS);
  }
  return null;
}
