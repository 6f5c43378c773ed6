import { useEffect, useRef, useState } from 'preact/hooks';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import type { Answer, Question, Refused } from '../client.ts';
import { usePage } from '../page-context.ts';
import {
  type BookableOffice,
  inLanguage,
  localTimeAt,
  type Offer,
  type OfferedService,
  offeredServices,
  offersOf,
  type PartOfDay,
} from './rules.ts';
import type { BookingWords } from './words.ts';

export type StaffBooking = Answer<'findBookings'>['bookings'][number];
type TicketLanguageTag = NonNullable<Question<'holdHour'>['body']['language']>;

const DAYS_ASKED = 14;
const NOTICES = ['hour-gone', 'invalid-appointment', 'already-checked-in', 'unreachable', 'expired', 'other'] as const;
/** `unsure`: a confirmation had no clear answer, so the appointment may be booked. */
export type Notice = (typeof NOTICES)[number] | 'unsure';
const noticeOf = ({ kind }: Refused): Notice => NOTICES.find((one) => one === kind) ?? 'other';

export interface Person {
  document: string;
  language: TicketLanguageTag;
  needsHelp: boolean;
}

const takes = (desk: BookableOffice['desks'][number], visit: readonly OfferedService[]): boolean =>
  visit.every(({ serviceId }) => desk.services.includes(serviceId));

/** The state of one telephone call. It is gone when the operator leaves the page. */
export function useCall(offices: readonly BookableOffice[]) {
  const { client, language } = usePage();
  const services = offeredServices(offices, language);
  const [visit, setVisit] = useState<readonly OfferedService[]>([]);
  const [part, setPart] = useState<PartOfDay>('any');
  const [from, setFrom] = useState<string | null>(null);
  const [officeId, setOffice] = useState<string | null>(null);
  const [deskId, setDesk] = useState<string | null>(null);
  const [offers, setOffers] = useState<readonly Offer[] | null>(null);
  const [choice, setChoice] = useState<Offer | null>(null);
  const [hold, setHold] = useState<Answer<'holdHour'> | null>(null);
  const [person, setPerson] = useState<Person>({ document: '', language: 'ca', needsHelp: false });
  const [moves, setMoves] = useState<StaffBooking | null>(null);
  const [booked, setBooked] = useState<StaffBooking | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [asked, setAsked] = useState(0);
  const isBusy = useRef(false);
  /**
   * The hold whose confirmation had no clear answer. Until it is confirmed again or given back, the operator can change neither services,
   * time nor person, and can move no booking.
   */
  const unsure = useRef<{ officeId: string; hold: string } | null>(null);
  const waits = (): boolean => {
    if (unsure.current !== null) setNotice('unsure');
    return unsure.current !== null;
  };
  const giveBack = ({ officeId: id, hold: its }: { officeId: string; hold: string }) =>
    client.ask('releaseHold', { params: { officeId: id }, body: { hold: its, alsoBooked: true } });
  // Result ignored: the page is being left.
  useEffect(() => () => void (unsure.current && giveBack(unsure.current)), []);

  const able = offices.filter(
    (office) =>
      visit.length > 0 &&
      visit.every(({ serviceId }) => office.services.some((service) => service.serviceId === serviceId)) &&
      (officeId === null || office.officeId === officeId) &&
      (deskId === null || office.desks.some((desk) => desk.deskId === deskId && takes(desk, visit))),
  );
  const places = able.map((office) => office.officeId).join(' ');
  const ids = visit.map(({ serviceId }) => serviceId);
  const idText = ids.join(',');
  const today = localTimeAt(new Date().toISOString(), offices[0]?.zone ?? 'UTC').date;

  useEffect(() => {
    if (able.length === 0) {
      setOffers(visit.length === 0 ? null : []);
      return;
    }
    let isOver = false;
    setOffers(null);
    void Promise.all(
      able.map(async ({ officeId: id, zone }) => {
        const answered = await client.ask('readFreeHours', {
          params: { officeId: id },
          query: {
            errands: idText,
            from: from ?? today,
            days: String(DAYS_ASKED),
            door: 'telephone' as const,
            needsHelp: person.needsHelp ? ('true' as const) : ('false' as const),
            ...(deskId === null ? {} : { deskId }),
          },
        });
        if (!answered.ok && answered.error.kind !== 'not-found') setNotice(noticeOf(answered.error));
        const days = answered.ok ? (answered.value.body?.days ?? []) : [];
        return { officeId: id, zone, starts: days.flatMap(({ starts }) => starts) };
      }),
    ).then((found) => {
      if (!isOver) setOffers(offersOf(found, part));
    });
    return () => {
      isOver = true;
    };
  }, [places, idText, from, part, deskId, person.needsHelp, asked]);

  const specialists = offices.flatMap((its) => its.desks.map((desk) => ({ office: its, desk })));
  const specialist = specialists.find(({ desk, office: its }) => desk.deskId === deskId && its.officeId === officeId);

  const release = (): void => {
    if (hold !== null && choice !== null)
      // Result ignored: a hold that is not given back ends by itself.
      void client.ask('releaseHold', { params: { officeId: choice.officeId }, body: { hold: hold.hold } });
    setHold(null);
    setChoice(null);
  };
  const holdAt = async (offer: Offer, as: Person): Promise<boolean> => {
    const answered = await client.ask('holdHour', {
      params: { officeId: offer.officeId },
      body: {
        errands: ids,
        start: offer.start,
        door: 'telephone',
        needsHelp: as.needsHelp,
        language: as.language,
        ...(deskId === null ? {} : { deskId }),
      },
    });
    if (answered.ok && answered.value.body !== null) {
      setHold(answered.value.body);
      setChoice(offer);
      setNotice(null);
      return true;
    }
    if (!answered.ok) setNotice(noticeOf(answered.error));
    // Another citizen may have taken the appointment time, so the free times are read again.
    setAsked((count) => count + 1);
    return false;
  };
  const office = offices.find((one) => one.officeId === (choice?.officeId ?? moves?.officeId)) ?? null;
  const missing = visit.length === 0 ? ('errand' as const) : choice === null ? ('hour' as const) : null;

  return {
    services,
    visit,
    part,
    officeId,
    offers,
    choice,
    hold,
    person,
    moves,
    booked,
    notice,
    office,
    missing,
    deskName: specialist === undefined ? null : inLanguage(specialist.desk.name, language),
    hasSpecialists: specialists.length > 0,
    officeOf: (id: string) => offices.find((one) => one.officeId === id)?.name ?? id,
    today,
    chooseServices(chosen: readonly OfferedService[]): void {
      if (moves !== null || waits()) return;
      release();
      setVisit(chosen);
      setFrom(null);
      setPart('any');
      setDesk(null);
    },
    only(next: PartOfDay): void {
      setPart(part === next ? 'any' : next);
    },
    laterDay(): void {
      const last = offers?.at(-1)?.date;
      setFrom(addDays(last ?? addDays(from ?? today, DAYS_ASKED - 1), 1));
    },
    nextOffice(): void {
      if (moves !== null) return;
      const all = [
        null,
        ...offices.filter(({ officeId: id }) => visit.every(({ officeIds }) => officeIds.includes(id))),
      ];
      const at = all.findIndex((one) => (one?.officeId ?? null) === officeId);
      setOffice(all[(at + 1) % all.length]?.officeId ?? null);
      setDesk(null);
    },
    /**
     * Shows the free times of the next specialist who offers the chosen services; after the last specialist, the free times without a
     * specialist.
     */
    nextDesk(): void {
      if (moves !== null) return;
      const desks = specialists.filter(({ desk }) => takes(desk, visit));
      const at = desks.findIndex(({ desk, office: its }) => desk.deskId === deskId && its.officeId === officeId);
      const next = deskId === null ? desks[0] : desks[at + 1];
      setOffice(next?.office.officeId ?? null);
      setDesk(next?.desk.deskId ?? null);
    },
    async choose(offer: Offer): Promise<boolean> {
      if (isBusy.current || waits()) return false;
      if (moves !== null) {
        setChoice(offer);
        setNotice(null);
        return true;
      }
      isBusy.current = true;
      release();
      const isHeld = await holdAt(offer, person);
      isBusy.current = false;
      return isHeld;
    },
    /**
     * Gives the held appointment time back. If its confirmation had no clear answer, also cancels the booking that may exist. If no time is
     * chosen and a booking is being moved, stops moving the booking.
     */
    async free(): Promise<void> {
      if (isBusy.current) return;
      if (unsure.current !== null) {
        isBusy.current = true;
        const answered = await giveBack(unsure.current);
        isBusy.current = false;
        if (!answered.ok && answered.error.kind !== 'already-checked-in') {
          setNotice('unsure');
          return;
        }
        unsure.current = null;
        setHold(null);
        setChoice(null);
        setNotice(null);
        setAsked((count) => count + 1);
        return;
      }
      if (moves !== null && choice === null) {
        setMoves(null);
        setOffice(null);
        setVisit([]);
        return;
      }
      release();
      setNotice(null);
      setAsked((count) => count + 1);
    },
    lose(): void {
      if (waits()) return;
      setHold(null);
      setChoice(null);
      setNotice('expired');
      setAsked((count) => count + 1);
    },
    /**
     * Sets whether the caller needs help, and the caller's language. A hold stores both, so an existing hold is released and made again
     * with the new values.
     */
    async setPerson(next: Person): Promise<void> {
      if (waits()) return;
      setPerson(next);
      if (hold === null || choice === null || isBusy.current) return;
      if (next.language === person.language && next.needsHelp === person.needsHelp) return;
      isBusy.current = true;
      // Result ignored: a hold that is not given back ends by itself.
      await client.ask('releaseHold', { params: { officeId: choice.officeId }, body: { hold: hold.hold } });
      setHold(null);
      if (!(await holdAt(choice, next))) setChoice(null);
      isBusy.current = false;
    },
    move(booking: StaffBooking): void {
      if (waits()) return;
      release();
      setMoves(booking);
      setOffice(booking.officeId);
      setVisit(
        booking.errands.map(
          ({ serviceId, name }) =>
            services.find((service) => service.serviceId === serviceId) ?? {
              serviceId,
              name,
              minutes: 0,
              toBring: [],
              officeIds: [booking.officeId],
            },
        ),
      );
    },
    async save(): Promise<void> {
      if (choice === null || isBusy.current) return;
      isBusy.current = true;
      const answered =
        moves === null
          ? hold === null
            ? null
            : await client.ask('confirmHour', {
                params: { officeId: choice.officeId },
                body: { hold: hold.hold, documentNumber: person.document.trim() || null },
              })
          : await client.ask('moveBooking', {
              params: { appointmentId: moves.appointmentId },
              body: { start: choice.start, door: 'telephone' },
            });
      isBusy.current = false;
      if (answered === null) return;
      if (answered.ok && answered.value.body !== null) {
        unsure.current = null;
        setHold(null);
        setBooked(answered.value.body);
        return;
      }
      if (answered.ok) return;
      const why = noticeOf(answered.error);
      const isKnown = why === 'hour-gone' || why === 'invalid-appointment';
      if (moves === null && hold !== null)
        unsure.current = isKnown ? null : { officeId: choice.officeId, hold: hold.hold };
      setNotice(unsure.current === null ? why : 'unsure');
      if (why !== 'hour-gone') return;
      setHold(null);
      setChoice(null);
      setAsked((count) => count + 1);
    },
    sentence({ t, date, time, list, language: own }: BookingWords): string {
      if (choice === null || office === null) return '';
      const bring = [...new Set(visit.flatMap(({ toBring }) => toBring.map((one) => inLanguage(one, own))))];
      return [
        t('aloud.appointment', {
          day: date(choice.date, 'long'),
          time: time(choice.time),
          office: office.name,
          place: office.address,
          services: list(visit.map(({ name }) => inLanguage(name, own))),
        }),
        bring.length === 0 ? '' : t('aloud.bring', { things: list(bring) }),
        t('aloud.ask'),
      ]
        .filter(Boolean)
        .join(' ');
    },
  };
}
export type Call = ReturnType<typeof useCall>;
