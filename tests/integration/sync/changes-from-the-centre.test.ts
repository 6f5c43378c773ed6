import { describe, expect, test } from 'vitest';
import { ServiceId } from '../../../src-main/contract/shared/ids.ts';
import { EXIT_START_ANEW, type TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import {
  ask,
  dataFolder,
  enrolled,
  eventsOf,
  isOver,
  openCentre,
  start,
  take,
  ticketEvents,
  until,
} from '../../support/core-and-centre.ts';
import { demonstration, newRequestId, service } from '../../support/core-process.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreStatus, centreStatusWhen } from '../../support/paired-core.ts';

describe('changes from the centre', () => {
  test('a pause closes a service at once, and its end or its hour opens it again', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const serviceId = ServiceId.parse('empadronament');
    centre.pause({ serviceId, until: new Date(Date.now() + 3_600_000).toISOString() });
    await until(async () => !(await ask(core)).ok);
    expect(await ask(core)).toMatchObject({ ok: false, error: { kind: 'service-closed' } });
    expect((await ask(core, 'orientacio')).ok).toBe(true);
    centre.resume(serviceId);
    await until(async () => (await ask(core)).ok);
    centre.pause({ serviceId, until: new Date(Date.now() - 1_000).toISOString() });
    await centreStatusWhen(core, ({ trouble }) => trouble === null);
    expect((await ask(core)).ok).toBe(true);
  });

  test('a profile takes effect while the kiosk is idle, is reported to the centre, and its version is in every later ticket', async () => {
    const centre = await openCentre();
    const { core, data } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    centre.publish({ ...demonstration(), officeId: centre.officeId, name: 'Oficina nova' }, '2020-01-01');
    expect((await core.ended).code).toBe(EXIT_START_ANEW);
    const next = start(centre, data);
    const view = await next.waitFor('view');
    expect(view.value.office.name).toBe('Oficina nova');
    await take(next);
    await centre.until(() => ticketEvents(centre).length === 1);
    expect(ticketEvents(centre)[0]?.event.payload).toMatchObject({ configVersion: 1 });
    expect(eventsOf(centre, 'profile-applied').map(({ event }) => event.payload)).toEqual([
      { version: 1, refused: null },
    ]);
    expect(await centreStatus(next)).toMatchObject({ profileVersion: 1 });
  });

  test('an unusable profile is refused with its reason, and the last good one stays', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    centre.publish({ officeId: centre.officeId }, '2020-01-01');
    await centre.until(() => eventsOf(centre, 'profile-applied').length === 1);
    expect(eventsOf(centre, 'profile-applied')[0]?.event.payload).toMatchObject({
      version: 1,
      refused: expect.stringContaining('name'),
    });
    expect((await take(core)).label).toBe('A001');
  });

  test.each([
    ['calendar', { calendarId: 'nowhere' }, 'calendarId'],
    ['panel', { screen: { panel: 'nowhere' } }, 'screen/panel'],
  ])(
    'a profile that names a %s this kiosk lacks is refused at the start that would have used it',
    async (_, named, where) => {
      const centre = await openCentre();
      const { core, data } = await enrolled(centre);
      await centre.until(() => centre.asked.includes('followHints'));
      centre.publish({ ...demonstration(), officeId: centre.officeId, ...named }, '2020-01-01');
      expect((await core.ended).code).toBe(EXIT_START_ANEW);
      const next = start(centre, data);
      await centre.until(() => eventsOf(centre, 'profile-applied').length === 1);
      expect(eventsOf(centre, 'profile-applied')[0]?.event.payload).toMatchObject({
        refused: expect.stringContaining(where),
      });
      expect((await take(next)).label).toBe('A001');
    },
  );

  test('a profile of another office, or with an invalid signature, is not kept', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const good = { ...demonstration(), officeId: centre.officeId };
    centre.publish(good, '2020-01-01', { signature: 'A'.repeat(86) });
    await until(async () => core.log().includes('profile-refused'));
    expect((await centreStatus(core)).profileVersion).toBeNull();
    expect(eventsOf(centre, 'profile-applied')).toEqual([]);
  });

  test('an expired cursor leads to a snapshot', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const serviceId = ServiceId.parse('empadronament');
    centre.pause({ serviceId, until: new Date(Date.now() + 3_600_000).toISOString() });
    centre.forgetChanges();
    await core.call('tryCentre', {});
    await until(async () => !(await ask(core)).ok);
    expect(centre.asked.filter((name) => name === 'readSnapshot')).toHaveLength(2);
  });

  test('a voided ticket is not printed again', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const requestId = newRequestId();
    const taken = await core.call('takeTicket', { requestId, serviceId: service('empadronament'), language: 'ca' });
    if (!taken.ok) throw new Error(taken.error.kind);
    const { ticketId } = taken.value as TicketRecord;
    await until(async () => isOver(await core.call('getTicket', { requestId })));
    centre.voidTicket(ticketId);
    await core.call('tryCentre', {});
    await until(async () => !(await core.call('reprintTicket', { requestId })).ok);
    expect(await core.call('reprintTicket', { requestId })).toMatchObject({ error: { kind: 'ticket-voided' } });
  });

  test('a read whose count the centre has seen already is repeated above that count', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const kioskId = await enrolFolder(data, centre);
    const kiosk = centre.kiosk(kioskId);
    kiosk.lastRead = 5_000;
    const core = start(centre, data);
    await centreStatusWhen(core, ({ trouble, clockOffsetMs }) => trouble === null && clockOffsetMs !== null);
    await centre.until(() => kiosk.lastRead > 5_000);
    expect(centre.asked.slice(0, 2)).toEqual(['readSnapshot', 'readSnapshot']);
  });
});
