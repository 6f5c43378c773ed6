import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { forEar } from '../../config/locales/ear/ear.ts';
import { officeWithCheckIns } from '../support/booked-office.ts';
import { captureSound } from '../support/captured-sound.ts';
import { citizen } from '../support/citizen.ts';
import { driveClock } from '../support/driven-clock.ts';
import { launchKiosk } from '../support/electron.ts';
import { listenWith } from '../support/listener.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { touch } from '../support/touch.ts';
import { watchSynthesiser } from '../support/watched-synthesiser.ts';

test('without a headset, a touch makes the loudspeaker read the screen aloud, unless the screen is private', async () => {
  const folder = makeSharedFolder('aloud');
  const [sound, clock] = [captureSound(), driveClock()];
  const synthesiser = watchSynthesiser(clock.node);
  const kiosk = await launchKiosk({
    dataDir: join(folder, 'data'),
    profile: officeWithCheckIns(folder, { speech: { speaker: true } }),
    coreNode: synthesiser.node,
    env: sound.env,
    folders: [sound.folder, clock.folder, synthesiser.folder, folder],
  });
  try {
    const { page } = kiosk;
    const person = citizen(page, 'ca');
    const { t } = person;
    const ear = listenWith(page, synthesiser);
    const key = page.locator('.bar-aloud');
    await person.isAtFront();
    await touch(key);
    await ear.hears(forEar('ca', t('idle.question')));
    await expect.poll(() => sound.heard().length, { timeout: 0 }).toBeGreaterThan(0);

    // A touch that leads to another screen ends the reading. The next screen is read only after another touch.
    await person.openEntry('walk-in');
    await person.sees(t('services.question.walk-in'));
    await touch(page.getByRole('button', { name: t('bar.access') }));
    expect(
      ear
        .all()
        .map(({ text }) => text)
        .join(' '),
    ).not.toContain(forEar('ca', t('services.question.walk-in')));
    await touch(page.getByRole('button', { name: t('access.readAloud') }));
    await ear.hears(forEar('ca', t('services.question.walk-in')));

    await touch(page.getByRole('button', { name: t('bar.back') }));
    await person.openEntry('appointment');
    await expect(page.getByRole('button', { name: t('bar.help') })).toBeVisible({ timeout: 0 });
    await expect(key).toHaveCount(0, { timeout: 0 });
  } finally {
    await kiosk.close();
    for (const { forget } of [sound, clock, synthesiser]) forget();
    rmSync(folder, { recursive: true, force: true });
  }
});
