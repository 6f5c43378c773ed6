import { useState } from 'preact/hooks';
import type { WaitingEnrolment } from '../../../src-main/contract/centre/enrolment.ts';
import { usePage } from '../page-context.ts';
import { firstOffice, isLong, numbersOf, type PlaceFault, placeIn } from './rules.ts';

/** The longest name that `EnrolmentConfirmation` of the contract permits. */
const LONGEST_NAME = 60;

/** `missing` says why the kiosk cannot be admitted yet. */
export function PlaceOfKiosk({
  waiting,
  replaces: asked,
  missing,
  onAdmit,
}: {
  waiting: WaitingEnrolment;
  replaces: string | null;
  missing: string | null;
  onAdmit: (place: { officeId: string; slot: number; name: string; replaces?: string }) => void;
}) {
  const { t, may } = usePage();
  const [officeId, setOffice] = useState(firstOffice(waiting, asked));
  const [chosen, setChosen] = useState<string | null>(null);
  const [slotChosen, setSlot] = useState<number | null>(null);
  const [name, setName] = useState('');
  const replaces = chosen ?? asked;
  const { office, replaced, slots, fault } = placeIn(waiting, officeId, replaces);
  const slot = slots.find((one) => one === slotChosen) ?? slots[0];
  const isAllowed = office !== undefined && may('confirmEnrolment', office.officeId);
  const isReady = missing === null && fault === null && isAllowed;
  function submit(event: Event): void {
    event.preventDefault();
    if (!isReady || slot === undefined) return;
    if (waiting.replaces && replaced === undefined) return;
    onAdmit({ officeId, slot, name: name.trim(), ...(replaced && { replaces: replaced.kioskId }) });
  }
  return (
    <section class="place" aria-labelledby="place-title">
      <div class="list-head">
        <h2 id="place-title">{t('enrolment.place')}</h2>
      </div>
      {waiting.offices.length === 0 ? (
        <p class="note">{t('enrolment.noOffices')}</p>
      ) : (
        <form class="form" onSubmit={submit}>
          <label>
            {t('city.office')}
            <select
              required
              value={officeId}
              onChange={({ currentTarget }) => {
                setOffice(currentTarget.value);
                setChosen(null);
                setSlot(null);
              }}
            >
              <option value="">{t('enrolment.choose')}</option>
              {waiting.offices.map((one) => (
                <option key={one.officeId} value={one.officeId}>
                  {one.name ?? one.officeId}
                </option>
              ))}
            </select>
          </label>
          {waiting.replaces && office !== undefined && office.kiosks.length > 0 ? (
            <label>
              {t('enrolment.replaced')}
              <select
                required
                value={replaced?.kioskId ?? ''}
                onChange={({ currentTarget }) => setChosen(currentTarget.value)}
              >
                <option value="">{t('enrolment.choose')}</option>
                {office.kiosks.map((one) => (
                  <option key={one.kioskId} value={one.kioskId}>
                    {t('enrolment.numbered', { name: one.name, slot: one.slot })}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          {waiting.replaces && replaced !== undefined ? <p>{t('enrolment.stops', { name: replaced.name })}</p> : null}
          {slot === undefined || office === undefined || fault !== null ? null : (
            <>
              {waiting.wantedSlot === null ? (
                <label>
                  {t('enrolment.slot')}
                  <select value={slot} onChange={({ currentTarget }) => setSlot(Number(currentTarget.value))}>
                    {slots.map((one) => (
                      <option key={one} value={one}>
                        {t('enrolment.slotNumbers', { slot: one, numbers: numbersOf(one).join(', ') })}
                      </option>
                    ))}
                  </select>
                </label>
              ) : (
                <p>{t('enrolment.keeps', { slot, numbers: numbersOf(slot).join(', ') })}</p>
              )}
              <SlotMeaning slot={slot} isEnded={office.endedSlots.includes(slot)} />
            </>
          )}
          <Fault fault={fault} wanted={waiting.wantedSlot} />
          <label>
            {t('enrolment.name')}
            <input
              required
              maxLength={LONGEST_NAME}
              pattern=".*\S.*"
              value={name}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          </label>
          <p class="note" id="missing">
            {missing ?? (office === undefined || isAllowed ? t('enrolment.admitLead') : t('data.refused'))}
          </p>
          <button type="submit" class="button button-main" aria-disabled={!isReady} aria-describedby="missing">
            {t('enrolment.admit')}
          </button>
        </form>
      )}
    </section>
  );
}

function SlotMeaning({ slot, isEnded }: { slot: number; isEnded: boolean }) {
  const { t } = usePage();
  if (isEnded) return <p class="note">{t('enrolment.ended')}</p>;
  return isLong(slot) ? <p class="note">{t('enrolment.long')}</p> : null;
}

function Fault({ fault, wanted }: { fault: PlaceFault | null; wanted: number | null }) {
  const { t } = usePage();
  return (
    <div class="said" role="status">
      {fault === null || fault === 'no-office' ? null : (
        <>
          {t(`enrolment.fault.${fault}`, { slot: wanted ?? 0 })}{' '}
          {fault === 'not-replacing' ? <a href="/enrolment">{t('enrolment.asNew')}</a> : null}
        </>
      )}
    </div>
  );
}
