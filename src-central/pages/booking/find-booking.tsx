import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { readLocator } from '../../../src-main/domain/locator.ts';
import type { Refused } from '../client.ts';
import { usePage } from '../page-context.ts';
import { InputField, Said, submits } from '../parts/fields.tsx';
import { inLanguage, localTimeAt } from './rules.ts';
import type { StaffBooking } from './use-call.ts';
import { useBookingWords } from './words.ts';

const SAID = ['too-many-tries', 'already-checked-in', 'not-found', 'wrong-role', 'unreachable'] as const;

/** Finds bookings by locator or document number. The centre audits and limits searches by document number. */
export function FindBooking({ onMove }: { onMove: (booking: StaffBooking) => void }) {
  const { t } = useBookingWords();
  const { client } = usePage();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly StaffBooking[] | null>(null);
  const [said, setSaid] = useState('');
  const refuse = (refused: Refused): void =>
    setSaid(t(`find.refused.${SAID.find((one) => one === refused.kind) ?? 'other'}`));
  async function find(): Promise<void> {
    const text = typed.trim();
    if (text === '') return;
    const body = readLocator(text).ok ? { locator: text } : { documentNumber: text };
    const answered = await client.ask('findBookings', { params: {}, body });
    if (!answered.ok) return refuse(answered.error);
    const bookings = answered.value.body?.bookings ?? [];
    setFound(bookings);
    setSaid(t('find.count', { count: bookings.length }));
  }
  async function cancel({ appointmentId }: StaffBooking): Promise<void> {
    const answered = await client.ask('cancelBooking', { params: { appointmentId } });
    if (!answered.ok) return refuse(answered.error);
    setFound((before) => before?.filter((one) => one.appointmentId !== appointmentId) ?? null);
    setSaid(t('find.cancelled'));
    field.current?.focus();
  }
  return (
    <section class="call-find" aria-labelledby="find-title">
      <h2 id="find-title">{t('find.title')}</h2>
      <form class="call-search" onSubmit={submits(find)}>
        <InputField
          label={t('find.by')}
          field={field}
          data-column="4"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={40}
          value={typed}
          onTyped={setTyped}
        />
        <button type="submit" class="button button-main">
          {t('find.find')} <kbd>↵</kbd>
        </button>
      </form>
      <p class="note">{t('find.audited')}</p>
      <Said>{said}</Said>
      <ul class="call-found">
        {(found ?? []).map((booking) => (
          <FoundBooking
            key={booking.appointmentId}
            booking={booking}
            onMove={() => onMove(booking)}
            onCancel={() => void cancel(booking)}
          />
        ))}
      </ul>
    </section>
  );
}

function FoundBooking({
  booking,
  onMove,
  onCancel,
}: {
  booking: StaffBooking;
  onMove: () => void;
  onCancel: () => void;
}) {
  const { t, date, time, list, language } = useBookingWords();
  const [isSure, setSure] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  // The focus moves before the page is drawn, so that a quick second Enter presses the right button: Enter confirms, Tab leads to "no".
  useLayoutEffect(() => {
    if (isSure) yes.current?.focus();
  }, [isSure]);
  const at = localTimeAt(booking.start, booking.zone);
  const mayChange = booking.isOurs && booking.state === 'booked';
  const named = `${date(at.date, 'long')}, ${time(at.time)}`;
  return (
    <li>
      <div>
        <h3>
          {named} · {booking.officeName}
        </h3>
        <p>
          {list(booking.errands.map(({ name }) => inLanguage(name, language)))} · {t(`find.state.${booking.state}`)}
          {booking.others === null ? '' : ` · ${t('find.hit')}`}
        </p>
        {booking.isOurs ? null : <p>{t('find.elsewhere')}</p>}
      </div>
      {!mayChange ? null : isSure ? (
        <p class="buttons">
          <strong>{t('find.sure')}</strong>
          <button ref={yes} type="button" class="button button-main" onClick={onCancel}>
            {t('find.yes')} <span class="unseen">{named}</span>
          </button>
          <button type="button" class="button" onClick={() => setSure(false)}>
            {t('find.no')} <span class="unseen">{named}</span>
          </button>
        </p>
      ) : (
        <p class="buttons">
          <button type="button" class="button" onClick={onMove}>
            {t('find.move')} <span class="unseen">{named}</span>
          </button>
          <button type="button" class="button" onClick={() => setSure(true)}>
            {t('find.cancel')} <span class="unseen">{named}</span>
          </button>
        </p>
      )}
    </li>
  );
}
