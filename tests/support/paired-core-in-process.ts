import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CentreStatus } from '../../src-main/centre/contract/centre-status.ts';
import { CentreSetting } from '../../src-main/contract/shared/office-profile.ts';
import { type CoreInProcess, type CoreInProcessOptions, startCoreInProcess } from './core-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { OFFICE, type TestCentre } from './test-centre.ts';

/** Resolves once the core's centre status passes the test. It polls, because the core does not announce changes. */
export async function centreWhen(core: CoreInProcess, holds: (status: CentreStatus) => boolean): Promise<CentreStatus> {
  for (;;) {
    const { centre } = core.status();
    if (holds(centre)) return centre;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function pairedCore(
  centre: TestCentre,
  more: Omit<CoreInProcessOptions, 'data' | 'centre'>,
): Promise<{ core: CoreInProcess; data: string }> {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  await centre.makeOffice(OFFICE);
  const options = { data, ...more, centre: CentreSetting.parse({ url: centre.url, cityId: 'terrassa' }) };
  const first = startCoreInProcess(options);
  const asked = first.call('startPairing', {});
  if (!asked.ok) throw new Error(asked.error.kind);
  const { pairing } = await centreWhen(first, (status) => status.pairing !== null);
  const { code, fingerprint } = pairing ?? {};
  const body = { code, fingerprint, officeId: OFFICE, slot: 1, name: 'quiosc 1' };
  const { status } = await centre.order('confirmEnrolment', {}, body);
  if (status !== 201) throw new Error(`the centre answers ${status}`);
  await centreWhen(first, ({ state }) => state === 'paired');
  await first.close();
  return { core: startCoreInProcess(options), data };
}
