import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { officeWithCheckIns } from '../support/booked-office.ts';
import { citizen } from '../support/citizen.ts';
import { launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';

const SHUT = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const DIRECTIONS = { ca: 'Segon carrer a la dreta.', es: 'Segunda calle a la derecha.' };

test('at a closed office a citizen prints the way to the nearest open one, and the kiosk is free again', async () => {
  const folder = makeSharedFolder('other-office');
  const printer = await startVirtualPrinter({ profile: virtualProfile });
  const kiosk = await launchKiosk({
    dataDir: join(folder, 'data'),
    profile: officeWithCheckIns(folder, {
      officeId: 'tancada',
      hours: { week: SHUT },
      // The demonstration's office is always open.
      nearby: [{ officeId: 'demonstration', directions: DIRECTIONS }],
    }),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  const { t, choose, sees, finish, chooseLanguage } = citizen(kiosk.page, 'es');
  await chooseLanguage();
  await sees(t('closed.titleNow'));
  await choose(t('closed.goThere'));
  await sees('OAC Exemple');
  await expect(kiosk.page.getByText(DIRECTIONS.es)).toBeVisible();
  await choose(t('otherOffice.print'));
  await expect(kiosk.page.getByText(t('otherOffice.out', { where: t('where.below') }))).toBeVisible({ timeout: 0 });
  expect(printer.papers).toHaveLength(1);
  await finish();
  await sees(citizen(kiosk.page, 'ca').t('closed.titleNow'));
  await kiosk.close();
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});
