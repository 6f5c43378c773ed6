import { expect, test } from 'vitest';
import { BookableOffices, DeskCalendar, PlanPreview } from '../../../../src-main/contract/centre/booking.ts';
import { channelAt } from '../../../support/booking.ts';
import { hoursOffice, planOf, TRAMITS } from '../../../support/hours-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { startTestCentre } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

test('a draft plan shows its week and the bookings it hits, and stores nothing; a specialist’s hours are offered to staff and read as a calendar', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const { officeId } = await hoursOffice(centre);
  const day = [{ from: '10:00', to: '12:00', atOnce: 1 }];
  const none = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const specialist = {
    lineId: 'tecnica',
    services: [TRAMITS],
    deskId: 'taula-3',
    week: { ...none, thu: day },
    exceptions: [],
  };
  const app = await channelAt(centre, 'app', officeId);
  await app.book('EARLY', { serviceId: TRAMITS, start: '2026-11-26T08:00:00.000Z' });
  await app.book('THEIRS', { serviceId: TRAMITS, start: '2026-11-26T09:00:00.000Z', deskId: 'taula-3' });
  const plan = planOf();
  const later = {
    ...plan,
    lines: [...plan.lines.map((line) => ({ ...line, week: { ...line.week, thu: day } })), specialist],
  };
  const preview = async (draft: unknown, effectiveFrom = '2026-11-26') => {
    const answered = await centre.order('previewPlan', { officeId }, { plan: draft, effectiveFrom });
    expect(answered.status).toBe(200);
    return PlanPreview.parse(answered.body);
  };
  const now = await preview(plan);
  expect(now.days).toHaveLength(7);
  expect(now.days.map(({ closed }) => closed?.because ?? null)).toEqual([null, null, 'plan', 'plan', null, null, null]);
  const drafted = await preview(later);
  expect(drafted.days[0]?.starts[0]).toBe('2026-11-26T09:00:00.000Z');
  expect(drafted.hits.map(({ start, because }) => `${start} ${because}`)).toEqual(['2026-11-26T08:00:00.000Z plan']);
  expect(drafted.hits[0]?.others[0]).toBe('2026-11-26T09:00:00.000Z');
  const before = await centre.order('readPlan', { officeId });
  expect((before.body as { versions: unknown[] }).versions).toHaveLength(1);
  const refused = await centre.order(
    'previewPlan',
    { officeId },
    {
      plan: { ...plan, shares: { ...plan.shares, walkIn: 0 } },
      effectiveFrom: '2026-11-26',
    },
  );
  expect(refused.status).toBe(422);

  const desks = async () =>
    BookableOffices.parse((await centre.order('listBookable', {})).body).offices.flatMap((office) => office.desks);
  expect(await desks()).toEqual([]);
  await centre.order('publishPlan', { officeId }, { plan: later, effectiveFrom: '2026-11-01' });
  expect(await desks()).toEqual([{ deskId: 'taula-3', name: { ca: 'Taula 3' }, services: [TRAMITS] }]);

  const made = await centre.order('renewDeskCalendar', { officeId, deskId: 'taula-3' });
  const { address } = DeskCalendar.parse(made.body);
  expect(address).toMatch(/^\/i\/terrassa\/[A-Z2-7]{26}\.ics$/);
  const read = async (path: string) => {
    const answer = await fetch(`${centre.url}${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  const { status, type, text } = await read(address);
  expect([status, type]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(text).toContain('DTSTART:20261126T090000Z\r\n');
  expect(text).toContain('SUMMARY:Tràmits\r\n');
  expect(text).not.toContain('THEIRS');
  const rows = await centre.database.query<{ row: string }>('SELECT desk_calendar::text AS row FROM desk_calendar', []);
  expect(rows[0]?.row).not.toContain(address.slice(12, -4));
  const again = DeskCalendar.parse((await centre.order('renewDeskCalendar', { officeId, deskId: 'taula-3' })).body);
  expect((await read(address)).status).toBe(404);
  expect((await read(again.address)).status).toBe(200);
  expect((await centre.order('renewDeskCalendar', { officeId, deskId: 'no-taula' })).status).toBe(404);
  expect((await centre.order('endDeskCalendar', { officeId, deskId: 'taula-3' })).status).toBe(204);
  expect((await read(again.address)).status).toBe(404);
});
