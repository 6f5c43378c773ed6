import { randomBytes, randomUUID } from 'node:crypto';
import type { BookableOffice, Booked, Booking, FreeDay, Held } from '../../src-central/booking/booking.ts';
import { addressSubject } from '../../src-central/enrolment/address-subject.ts';
import { type CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { addDays, weekdayOf } from '../../src-main/domain/calendar-day.ts';
import { readDocument } from '../../src-main/domain/identity-document.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { instantOfLocal, serviceDayOf } from '../../src-main/domain/service-day.ts';

const MINUTE_MS = 60_000;
const zone = 'Europe/Madrid';
const padro = {
  serviceId: ServiceId.parse('padro'),
  name: { ca: 'Empadronament', es: 'Empadronamiento', ar: 'التسجيل السكني', ur: 'رہائش کا اندراج' },
  minutes: 20,
  toBring: [
    { ca: 'DNI, TIE o passaport de cada persona' },
    { ca: 'Contracte de lloguer o escriptura', ar: 'عقد الإيجار أو الملكية' },
  ],
};
const other = (serviceId: string, ca: string) => ({
  serviceId: ServiceId.parse(serviceId),
  name: { ca },
  minutes: 10,
  toBring: [],
});
const POSITIONS: Readonly<Record<string, BookableOffice['position']>> = {
  'oac-dido': { latitude: 41.5632, longitude: 2.0089 },
  'oac-districte-2': { latitude: 41.5745, longitude: 2.0211 },
};
const office = (officeId: string, name: string, services: BookableOffice['services']): BookableOffice => ({
  officeId: OfficeId.parse(officeId),
  name,
  address: 'plaça Didó, 5',
  phone: '010',
  zone,
  services,
  desks: [],
  position: POSITIONS[officeId] ?? null,
});
const MEMORY_OFFICES: readonly BookableOffice[] = [
  office('oac-dido', 'OAC Didó', [padro, other('idcat', 'idCAT Mòbil'), other('tributs', 'Impostos i taxes')]),
  office('oac-districte-2', 'OAC Districte 2', [padro, other('registre', 'Registre i tràmits')]),
];

interface Kept extends Booked {
  endsAtMs: number;
  isConfirmed: boolean;
  moves: string | null;
}

const newToken = (): string =>
  Array.from(randomBytes(26), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
const LOCATORS = ['C2TQMT58', 'K7WN3D9X', 'P4RH6ZQ2'];

/** Bookings in memory: from 9 to 14 on workdays, one appointment at a time in each office. */
export function createMemoryBooking(nowMs: () => number, cityId: CityId) {
  const kept = new Map<string, Kept>();
  const moves = new Map<string, string>();
  const calls: string[] = [];
  const isTaken = (officeId: string, start: string, but: string | null = null): boolean =>
    [...kept.values()].some(
      (one) =>
        one.officeId === officeId &&
        one.start === start &&
        one.token !== but &&
        one.state === 'booked' &&
        (one.isConfirmed || one.endsAtMs > nowMs()),
    );
  function startsOn(officeId: string, day: string): string[] {
    if (['sat', 'sun'].includes(weekdayOf(day))) return [];
    return Array.from({ length: 15 }, (_, at) => {
      const minute = 9 * 60 + at * 20;
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      return new Date(instantOfLocal(`${day} ${time}`, zone) ?? 0).toISOString();
    }).filter((start) => Date.parse(start) > nowMs() && !isTaken(officeId, start));
  }
  const dayOf = (officeId: string, day: string): FreeDay => {
    const isOpen = !['sat', 'sun'].includes(weekdayOf(day));
    return { day, closed: isOpen ? null : { because: 'hours', reason: null }, starts: startsOn(officeId, day) };
  };
  const shown = ({ endsAtMs: _ends, isConfirmed: _is, moves: _moves, ...booked }: Kept): Booked => booked;
  const booking: Booking = {
    offices: async (city) => (city === cityId ? [...MEMORY_OFFICES] : []),
    async freeHours(_city, { officeId, from, days }) {
      return Array.from({ length: days }, (_, at) => dayOf(officeId, addDays(from, at)));
    },
    async firstFree(_city, { errands }) {
      calls.push(`firstFree ${errands.join(' ')}`);
      const able = MEMORY_OFFICES.filter(({ services }) =>
        errands.every((errand) => services.some(({ serviceId }) => serviceId === errand)),
      );
      return able.flatMap(({ officeId }) => {
        const today = serviceDayOf(nowMs(), zone);
        const starts = Array.from({ length: 14 }, (_, at) => startsOn(officeId, addDays(today, at))).flat();
        return starts[0] === undefined ? [] : [{ officeId, start: starts[0] }];
      });
    },
    async hold(_city, { officeId, errands, start, language, moves: moved = null }) {
      calls.push(`hold ${start}`);
      const chosen = MEMORY_OFFICES.find((one) => one.officeId === officeId);
      if (chosen === undefined) return refuse({ kind: 'unknown' as const });
      const day = serviceDayOf(Date.parse(start), zone);
      if (!startsOn(officeId, day).includes(start)) return refuse({ kind: 'gone' as const, next: null });
      const token = newToken();
      const endsAtMs = nowMs() + 10 * MINUTE_MS;
      kept.set(token, {
        token,
        appointmentId: randomUUID(),
        officeId,
        officeName: chosen.name,
        address: chosen.address,
        zone,
        errands: chosen.services.filter(({ serviceId }) => errands.includes(serviceId)),
        start,
        end: new Date(Date.parse(start) + 20 * MINUTE_MS).toISOString(),
        locator: LOCATORS[kept.size % LOCATORS.length] ?? null,
        qr: `TORN1${'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.repeat(5)}`,
        state: 'booked',
        language,
        checksHolder: false,
        others: null,
        endsAtMs,
        isConfirmed: false,
        moves: moved,
      });
      const held: Held = { hold: token, endsAt: new Date(endsAtMs).toISOString() };
      return succeed(held);
    },
    async release(_city, hold) {
      calls.push('release');
      return kept.get(hold)?.isConfirmed === false && kept.delete(hold);
    },
    async confirm(_city, hold, { documentNumber }) {
      const one = kept.get(hold);
      const moved = one?.moves == null ? undefined : kept.get(one.moves);
      if (one === undefined || (!one.isConfirmed && one.endsAtMs <= nowMs()))
        return refuse({ kind: 'gone' as const, next: null });
      if (documentNumber !== null && !readDocument(documentNumber, 'spanish').ok)
        return refuse({ kind: 'bad-document' as const });
      if (moved === undefined) one.isConfirmed = true;
      else {
        Object.assign(moved, { start: one.start, end: one.end, officeId: one.officeId, officeName: one.officeName });
        kept.delete(hold);
        moves.set(hold, moved.token);
      }
      return succeed({ ...shown(moved ?? one), token: hold });
    },
    async read(_city, token) {
      const one = kept.get(moves.get(token) ?? token);
      return one?.isConfirmed ? { ...shown(one), token } : null;
    },
    async cancel(_city, token) {
      const one = kept.get(token);
      if (!one?.isConfirmed) return refuse({ kind: 'unknown' as const });
      one.state = 'cancelled';
      return succeed(null);
    },
    ofHolder: async () => [],
    openFor: async () => null,
    wait: async () => refuse({ kind: 'unknown' as const }),
    readWait: async () => null,
    mayWait: async () => 'not',
    leave: async () => undefined,
    visitorOf: async (_city, address) => `${serviceDayOf(nowMs(), zone)} ${addressSubject(address)}`,
  };
  return { booking, calls, kept };
}
