import { useState } from 'preact/hooks';
import { languageRow } from '../../../../config/languages.ts';
import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { FoundOffices } from '../../office/found-offices.tsx';
import { TechnicianButton, TechnicianChoice } from '../controls.tsx';
import type { StepProps } from './step-props.ts';

export function LanguageStep({ step: { languages, chosen } }: StepProps<'language'>) {
  const { chooseTechnicianLanguage } = useSession();
  return (
    <ul class="technician-choices">
      {languages.map((language) => (
        <TechnicianChoice
          key={language}
          strong={languageRow(language).name}
          lang={language}
          chosen={language === chosen}
          onTouch={() => chooseTechnicianLanguage({ language })}
        />
      ))}
    </ul>
  );
}

export function OfficeStep({ state, step: { offices, chosen, travel } }: StepProps<'office'>) {
  const { t } = useTechnicianWords();
  const { chooseOffice, findOffices } = useSession();
  if (travel.looking.at !== null)
    return (
      <>
        <FoundOffices state={state} travel={travel} />
        <div class="technician-actions">
          <TechnicianButton
            pictogram="back"
            text={t('office.do.otherOffices')}
            onTouch={() => findOffices({ at: null })}
          />
        </div>
      </>
    );
  return (
    <>
      <div class="technician-actions">
        <TechnicianButton
          pictogram="list"
          text={t('office.do.readFromStick')}
          onTouch={() => findOffices({ at: 'stick' })}
        />
      </div>
      <ul class="technician-choices">
        {offices.map(({ officeId, name, address }) => (
          <TechnicianChoice
            key={officeId}
            strong={name}
            rest={address}
            chosen={officeId === chosen}
            onTouch={() => chooseOffice({ officeId })}
          />
        ))}
      </ul>
    </>
  );
}

type OfferedSlot = StepProps<'slot'>['step']['slots'][number];

const TEN = 10;

/**
 * The choice of the kiosk's slot: its place among the office's kiosks, which decides its range of ticket numbers. A second touch confirms
 * that no other kiosk has this slot. Slots with long numbers are behind one button, in tens.
 */
export function SlotStep({ step: { slots } }: StepProps<'slot'>) {
  const { t } = useTechnicianWords();
  const { takeSlot } = useSession();
  const [slot, setSlot] = useState<number | null>(null);
  /**
   * The slots on the screen. `short`: slots with short ticket numbers. `later`: the choice among the tens. A number: the slots of that ten.
   */
  const [shown, setShown] = useState<'short' | 'later' | number>('short');
  const tens = [...Map.groupBy(slots, (one) => Math.floor(one.slot / TEN))].filter(([ten]) => ten > 0);
  const numbersOf = (first: OfferedSlot, last: OfferedSlot = first) =>
    t('firstRun.numbers', { first: String(first.first).padStart(3, '0'), last: last.last });
  const show = (next: typeof shown) => {
    setSlot(null);
    setShown(next);
  };
  return (
    <>
      <ul class="technician-choices technician-choices-narrow">
        {shown !== 'later' &&
          slots
            .filter((one) => Math.floor(one.slot / TEN) === (shown === 'short' ? 0 : shown))
            .map((one) => (
              <TechnicianChoice
                key={one.slot}
                strong={t('firstRun.slot', { slot: one.slot })}
                rest={numbersOf(one)}
                chosen={one.slot === slot}
                onTouch={() => setSlot(one.slot)}
              />
            ))}
        {shown === 'later' &&
          tens.map(([ten, those]) => {
            const [first, last] = [those[0], those.at(-1)];
            return first === undefined || last === undefined ? null : (
              <TechnicianChoice
                key={ten}
                strong={t('firstRun.slots', { first: first.slot, last: last.slot })}
                rest={numbersOf(first, last)}
                onTouch={() => show(ten)}
              />
            );
          })}
      </ul>
      {shown === 'short' && (
        <ul class="technician-choices">
          <TechnicianChoice
            strong={t('firstRun.laterSlots')}
            rest={t('firstRun.laterMeans')}
            onTouch={() => show('later')}
          />
        </ul>
      )}
      {(slot !== null || shown !== 'short') && (
        <div class="technician-actions">
          {slot !== null && (
            <TechnicianButton
              kind="primary"
              pictogram="good"
              text={t('firstRun.confirmSlot', { slot })}
              onTouch={() => takeSlot({ slot })}
            />
          )}
          {shown !== 'short' && (
            <TechnicianButton pictogram="back" text={t('firstRun.do.shortSlots')} onTouch={() => show('short')} />
          )}
        </div>
      )}
    </>
  );
}
