import { useState } from 'preact/hooks';
import type { WaitingEnrolment } from '../../../src-main/contract/centre/enrolment.ts';
import { usePage } from '../page-context.ts';
import { InputField, SelectField, submits } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';
import { firstOffice, isLong, numbersOf, type PlaceFault, placeIn } from './rules.ts';

/** The longest name that `EnrolmentConfirmation` of the contract permits. */
const LONGEST_NAME = 60;

/** The form with the office, slot and name of a new kiosk. `missing` says why the kiosk cannot be admitted yet. */
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
  const choose = ['', t('enrolment.choose')] as const;
  const isReady = missing === null && fault === null && isAllowed;
  function submit(): void {
    if (!isReady || slot === undefined) return;
    if (waiting.replaces && replaced === undefined) return;
    onAdmit({ officeId, slot, name: name.trim(), ...(replaced && { replaces: replaced.kioskId }) });
  }
  return (
    <Section id="place-title" class="place" title={t('enrolment.place')}>
      {waiting.offices.length === 0 ? (
        <p class="note">{t('enrolment.noOffices')}</p>
      ) : (
        <form class="form" onSubmit={submits(submit)}>
          <SelectField
            label={t('city.office')}
            required
            value={officeId}
            options={[choose, ...waiting.offices.map((one) => [one.officeId, one.name ?? one.officeId] as const)]}
            onChoose={(chosenId) => {
              setOffice(chosenId);
              setChosen(null);
              setSlot(null);
            }}
          />
          {waiting.replaces && office !== undefined && office.kiosks.length > 0 ? (
            <SelectField
              label={t('enrolment.replaced')}
              required
              value={replaced?.kioskId ?? ''}
              options={[
                choose,
                ...office.kiosks.map(
                  (one) => [one.kioskId, t('enrolment.numbered', { name: one.name, slot: one.slot })] as const,
                ),
              ]}
              onChoose={setChosen}
            />
          ) : null}
          {waiting.replaces && replaced !== undefined ? <p>{t('enrolment.stops', { name: replaced.name })}</p> : null}
          {slot === undefined || office === undefined || fault !== null ? null : (
            <>
              {waiting.wantedSlot === null ? (
                <SelectField
                  label={t('enrolment.slot')}
                  value={slot}
                  options={slots.map((one) => [
                    String(one),
                    t('enrolment.slotNumbers', { slot: one, numbers: numbersOf(one).join(', ') }),
                  ])}
                  onChoose={(one) => setSlot(Number(one))}
                />
              ) : (
                <p>{t('enrolment.keeps', { slot, numbers: numbersOf(slot).join(', ') })}</p>
              )}
              <SlotMeaning slot={slot} isEnded={office.endedSlots.includes(slot)} />
            </>
          )}
          <Fault fault={fault} wanted={waiting.wantedSlot} />
          <InputField
            label={t('enrolment.name')}
            required
            maxLength={LONGEST_NAME}
            pattern=".*\S.*"
            value={name}
            onTyped={setName}
          />
          <p class="note" id="missing">
            {missing ?? (office === undefined || isAllowed ? t('enrolment.admitLead') : t('data.refused'))}
          </p>
          <button type="submit" class="button button-main" aria-disabled={!isReady} aria-describedby="missing">
            {t('enrolment.admit')}
          </button>
        </form>
      )}
    </Section>
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
