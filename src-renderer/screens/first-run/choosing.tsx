import { useState } from 'preact/hooks';
import { languageRow } from '../../../src-main/domain/languages.ts';
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

export function OfficeStep({ step: { offices, chosen } }: StepProps<'office'>) {
  const { chooseOffice } = useSession();
  return (
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
