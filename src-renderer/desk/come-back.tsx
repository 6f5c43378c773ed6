import { useEffect, useRef, useState } from 'preact/hooks';
import { formatDate, formatTime } from '../../config/locales/dates.ts';
import type { ComeBackAnswer, ComeBackAsk } from '../../src-main/calling/contract/come-back.ts';
import type { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { DeskButton } from './button.tsx';
import { Choice, Dialog } from './dialogs.tsx';
import { comeBack } from './link.ts';
import { currentOf, type DeskProps, type DeskState, inWords } from './state.ts';
import { wordsOf } from './words.ts';

type Hours = Extract<ComeBackAnswer, { is: 'hours' }>;
type Hour = Hours['days'][number]['hours'][number];
type Booked = Extract<ComeBackAnswer, { is: 'booked' }>;
type Trouble = Exclude<ComeBackAnswer['is'], 'hours' | 'booked' | 'printed' | 'left'> | 'cut';

const inHalves = (locator: string): string => `${locator.slice(0, 4)}-${locator.slice(4)}`;

type Booking = Extract<ComeBackAsk, { ask: 'book' }>;

interface Wish {
  serviceId: ServiceId | null;
  deskId: string | null;
}

/**
 * The dialog that books an appointment on another day for the citizen at this desk. A clerk can use it by keys alone. The kiosk prints the
 * appointment at once.
 */
export function ComeBackDialog({ state, doing }: DeskProps) {
  const { language } = state;
  const t = wordsOf(language);
  const [citizen] = useState(currentOf(state));
  const [wish, setWish] = useState<Wish>({ serviceId: citizen?.serviceId ?? null, deskId: null });
  const [from, setFrom] = useState<string | null>(null);
  const [given, setGiven] = useState<Hours | null>(null);
  const [day, setDay] = useState(0);
  const [at, setAt] = useState(0);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [booking, setBooking] = useState<Booking | null>(null);
  const [booked, setBooked] = useState<Booked | null>(null);
  const [isAsking, setAsking] = useState(false);
  const close = () => doing.change({ dialog: null });
  const unsure = useRef<string | null>(null);
  // A booking that has had no answer is given up when the dialog closes, whatever closes it.
  useEffect(
    () => () => {
      if (unsure.current !== null) void comeBack({ ask: 'leave', bookingId: unsure.current });
    },
    [],
  );

  const services = given?.services ?? [];
  const serviceId = services.find((one) => one.serviceId === wish.serviceId)?.serviceId ?? services[0]?.serviceId;
  const desks = (given?.desks ?? []).filter((one) => serviceId !== undefined && one.serviceIds.includes(serviceId));
  const days = given?.days ?? [];
  const hour = days[day]?.hours[at];

  useEffect(() => {
    let isOld = false;
    setAsking(true);
    setTrouble(null);
    const visit = wish.serviceId === null ? null : { serviceId: wish.serviceId, deskId: wish.deskId };
    void comeBack({ ask: 'hours', visit, from }).then((answer) => {
      if (isOld) return;
      setAsking(false);
      if (answer?.is !== 'hours') {
        setTrouble(troubleOf(answer));
        return;
      }
      setGiven(answer);
      setDay(0);
      setAt(0);
      const offered = answer.services.find((one) => one.serviceId === wish.serviceId);
      const isDeskOffered = wish.deskId === null || answer.desks.some(({ deskId }) => deskId === wish.deskId);
      const service = offered ?? answer.services[0];
      if (service !== undefined && !(offered && isDeskOffered)) setWish({ serviceId: service.serviceId, deskId: null });
    });
    return () => {
      isOld = true;
    };
  }, [wish.serviceId, wish.deskId, from]);

  async function send(order: Booking): Promise<void> {
    setBooking(order);
    setAsking(true);
    setTrouble(null);
    unsure.current = order.bookingId;
    const answer = await comeBack(order);
    const isSettled = answer !== null && answer.is !== 'unsure';
    if (isSettled) unsure.current = null;
    setAsking(false);
    if (answer?.is === 'booked') setBooked(answer);
    else {
      setTrouble(troubleOf(answer));
      // The id is kept only until an answer arrives, so that the same appointment time can be asked for again.
      if (isSettled) setBooking(null);
    }
  }

  function take(chosen: Hour): void {
    if (serviceId === undefined) return;
    const paper = citizen?.language ?? 'ca';
    void send({
      ask: 'book',
      bookingId: crypto.randomUUID(),
      visit: { serviceId, deskId: wish.deskId },
      language: paper,
      start: chosen.start,
    });
  }

  if (booked !== null)
    return (
      <Dialog title={t('desk.comeBack.booked')} onClose={close}>
        <p>
          <strong>{dayAndHour(booked.hour, language)}</strong>
        </p>
        <p>{t('desk.comeBack.code')}</p>
        <p class="desk-given">{inHalves(booked.locator)}</p>
        <p>{t('desk.comeBack.paper')}</p>
        <div class="desk-actions">
          <DeskButton look="main" onPress={close}>
            {t('desk.do.close')}
          </DeskButton>
          <DeskButton onPress={() => booking && void comeBack({ ask: 'print', bookingId: booking.bookingId })}>
            {t('desk.comeBack.again')}
          </DeskButton>
        </div>
      </Dialog>
    );
  const isUnsure = booking !== null && trouble !== null;
  return (
    <Dialog title={t('desk.comeBack.title')} onClose={close}>
      {given !== null && !isUnsure && (
        <>
          <Choice
            label={t('desk.waiting.service')}
            options={services.map(({ name }) => inWords(name, language))}
            at={services.findIndex((one) => one.serviceId === serviceId)}
            onChoose={(chosen) => {
              const service = services[chosen];
              if (service !== undefined) setWish({ serviceId: service.serviceId, deskId: null });
            }}
          />
          {desks.length > 0 && (
            <Choice
              label={t('desk.comeBack.with')}
              options={[t('desk.comeBack.anyDesk'), ...desks.map(({ name }) => inWords(name, language))]}
              at={1 + desks.findIndex(({ deskId }) => deskId === wish.deskId)}
              onChoose={(chosen) =>
                serviceId !== undefined && setWish({ serviceId, deskId: desks[chosen - 1]?.deskId ?? null })
              }
            />
          )}
          {days.length > 0 && (
            <>
              <Choice
                label={t('desk.comeBack.day')}
                options={days.map(({ date }) => formatDate(language, date, 'long'))}
                at={day}
                onChoose={(chosen) => {
                  setDay(chosen);
                  setAt(0);
                }}
              />
              <Choice
                label={t('desk.comeBack.hour')}
                options={(days[day]?.hours ?? []).map(({ time }) => formatTime(language, time))}
                at={at}
                onChoose={setAt}
              />
            </>
          )}
        </>
      )}
      <p role="status">
        {isAsking
          ? t('desk.comeBack.asking')
          : trouble !== null
            ? t(`desk.comeBack.trouble.${trouble}`)
            : given !== null && days.length === 0
              ? t('desk.comeBack.none')
              : ''}
      </p>
      <div class="desk-actions">
        <DeskButton
          look="main"
          isOff={isAsking || (!isUnsure && hour === undefined)}
          onPress={() => {
            if (isUnsure && booking) void send({ ...booking, again: true });
            else if (hour) take(hour);
          }}
        >
          {t(isUnsure ? 'desk.comeBack.ask' : 'desk.comeBack.book')}
        </DeskButton>
        {days.length > 0 && !isUnsure && (
          <DeskButton isOff={isAsking} onPress={() => setFrom(dayAfter(days.at(-1)?.date ?? ''))}>
            {t('desk.comeBack.later')}
          </DeskButton>
        )}
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

const troubleOf = (answer: ComeBackAnswer | null): Trouble =>
  answer === null || answer.is === 'hours' || answer.is === 'booked' || answer.is === 'printed' || answer.is === 'left'
    ? 'cut'
    : answer.is;

const dayAndHour = ({ date, time }: Hour, language: DeskState['language']): string =>
  `${formatDate(language, date, 'long')}, ${formatTime(language, time)}`;

const DAY_MS = 86_400_000;
const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T12:00Z`) + DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
