import { createKeyring } from '../../src-central/appointments/keyring.ts';
import { createBooking } from '../../src-central/booking/create-booking.ts';
import { createOfficeStates } from '../../src-central/booking/office-state.ts';
import { OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { officeAt } from './city-office.ts';
import { type TestCentre, terrassa } from './test-centre.ts';

export const TRAMITS = ServiceId.parse('tramits');
export const CONSULTES = ServiceId.parse('consultes');

/** Appointments can be booked from 09:00 to 14:00 on working days. */
export function planOf(atOnce = 2, more: Record<string, unknown> = {}) {
  const day = [{ from: '09:00', to: '14:00', atOnce }];
  return {
    step: 15,
    services: [
      { serviceId: TRAMITS, minutes: 15 },
      { serviceId: CONSULTES, minutes: 30 },
    ],
    lines: [
      {
        lineId: 'taulells',
        services: [TRAMITS, CONSULTES],
        deskId: null,
        week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] },
        exceptions: [],
      },
    ],
    ahead: { mostDays: 30, leastMinutes: 30 },
    shares: { walkIn: 25, sameDay: 0, telephone: 0, help: 0, unproven: 100 },
    mostOpen: 2,
    checksHolder: false,
    ...more,
  };
}

export const WITH_DESKS = { desks: [{ deskId: 'taula-3', name: { ca: 'Taula 3' } }] };

export async function hoursOffice(
  centre: TestCentre,
  officeId = 'oac-hores',
  plan: Record<string, unknown> = planOf(),
) {
  await officeAt(centre, officeId).publish('2026-11-01', WITH_DESKS);
  const publishPlan = (draft: unknown, effectiveFrom = '2026-11-01') =>
    centre.order('publishPlan', { officeId }, { plan: draft, effectiveFrom });
  const published = await publishPlan(plan);
  if (published.status !== 201) throw new Error(`refused: ${JSON.stringify(published.body)}`);
  return { officeId: OfficeId.parse(officeId), publishPlan, doors: doorsAt(centre) };
}

/** Creates the booking API once more on a centre's database, as a second replica of the centre would. */
export const doorsAt = ({ database, clock, signingKey }: Pick<TestCentre, 'database' | 'clock' | 'signingKey'>) =>
  createBooking({
    database,
    signingKey,
    clock: { nowMs: () => clock.ms },
    keyring: createKeyring(null),
    readOfficeState: createOfficeStates(),
  });

export const CITY = terrassa;
