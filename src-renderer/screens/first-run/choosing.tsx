import { useState } from 'preact/hooks';
import { languageRow } from '../../../src-main/domain/languages.ts';
import { FoundOffices } from '../../components/found-offices.tsx';
import { TechnicianButton } from '../../components/technician-button.tsx';
import { TechnicianChoice } from '../../components/technician-choice.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { StepProps } from './step-props.ts';

export function LanguageStep({ step: { languages, chosen } }: StepProps<'language'>) {
  const { chooseTechnicianLanguage } = useSession();
  return (
    <ul class="technician-choices">
      {languages.map((language) => (
        <TechnicianChoice
          key={language}
          strong={languageRow(language).name}
          rest=""
          lang={language}
          chosen={language === chosen}
          onTouch={() => void chooseTechnicianLanguage(language)}
        />
      ))}
    </ul>
  );
}

/** An office that is shipped, or one from a memory or from the kiosk next to this one. */
export function OfficeStep({ state, step: { offices, chosen, travel } }: StepProps<'office'>) {
  const { t } = useTechnicianWords();
  const { chooseOffice, findOffices } = useSession();
  if (travel.looking.at !== null)
    return (
      <>
        <FoundOffices state={state} travel={travel} />
        <div class="technician-actions">
          <TechnicianButton
            kind="secondary"
            pictogram="back"
            text={t('office.do.otherOffices')}
            onTouch={() => void findOffices(null)}
          />
        </div>
      </>
    );
  return (
    <>
      <div class="technician-actions">
        <TechnicianButton
          kind="secondary"
          pictogram="list"
          text={t('office.do.readFromStick')}
          onTouch={() => void findOffices('stick')}
        />
        <TechnicianButton
          kind="secondary"
          pictogram="network"
          text={t('office.do.copyFromKiosk')}
          onTouch={() => void findOffices('kiosk')}
        />
      </div>
      <ul class="technician-choices">
        {offices.map(({ officeId, name, address }) => (
          <TechnicianChoice
            key={officeId}
            strong={name}
            rest={address}
            chosen={officeId === chosen}
            onTouch={() => void chooseOffice(officeId)}
          />
        ))}
      </ul>
    </>
  );
}

/** Which kiosk of its office it is; a second touch confirms that no other one is. */
export function SlotStep({ step: { slots } }: StepProps<'slot'>) {
  const { t } = useTechnicianWords();
  const { takeSlot } = useSession();
  const [slot, setSlot] = useState<number | null>(null);
  return (
    <>
      <ul class="technician-choices technician-choices-narrow">
        {slots.map((one) => (
          <TechnicianChoice
            key={one.slot}
            strong={t('firstRun.slot', { slot: one.slot })}
            rest={t('firstRun.numbers', { first: String(one.first).padStart(3, '0'), last: one.last })}
            chosen={one.slot === slot}
            onTouch={() => setSlot(one.slot)}
          />
        ))}
      </ul>
      {slot !== null && (
        <div class="technician-actions">
          <TechnicianButton
            kind="primary"
            pictogram="good"
            text={t('firstRun.confirmSlot', { slot })}
            onTouch={() => void takeSlot(slot)}
          />
        </div>
      )}
    </>
  );
}
