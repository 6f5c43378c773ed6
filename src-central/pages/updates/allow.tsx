import { useState } from 'preact/hooks';
import { useCentreWords } from '../centre-words.ts';
import type { Answer, Question } from '../client.ts';
import { InputField, SubmitButton, submits } from '../parts/fields.tsx';

type KioskRow = Answer<'listUpdates'>['kiosks'][number];

interface AllowFormProps {
  offices: Answer<'listOffices'>['offices'];
  kiosks: readonly KioskRow[];
  kioskOf: (kiosk: KioskRow) => string;
  onAllow: (allowed: Question<'allowVersion'>['body']) => void;
}

export function AllowForm({ offices, kiosks, kioskOf, onAllow }: AllowFormProps) {
  const { words } = useCentreWords();
  const [version, setVersion] = useState('');
  const [reach, setReach] = useState('');
  const wanted = version.trim() === '' ? null : version.trim();
  function submit(): void {
    const office = offices.find(({ officeId }) => `office ${officeId}` === reach);
    const kiosk = kiosks.find(({ kioskId }) => `kiosk ${kioskId}` === reach);
    onAllow({
      version: wanted,
      ...(office === undefined ? {} : { officeId: office.officeId }),
      ...(kiosk === undefined ? {} : { kioskId: kiosk.kioskId }),
    });
  }
  return (
    <details class="give">
      <summary>{words('updates.allow')}</summary>
      <form class="fields" onSubmit={submits(submit)}>
        <label>
          {words('updates.reach')}
          <select value={reach} onChange={({ currentTarget }) => setReach(currentTarget.value)}>
            <option value="">{words('updates.city')}</option>
            <optgroup label={words('updates.anOffice')}>
              {offices.map(({ officeId, name }) => (
                <option key={officeId} value={`office ${officeId}`}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label={words('updates.kiosk')}>
              {kiosks.map((kiosk) => (
                <option key={kiosk.kioskId} value={`kiosk ${kiosk.kioskId}`}>
                  {kioskOf(kiosk)}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <InputField
          label={words('updates.whichVersion')}
          maxLength={80}
          pattern="\s*[0-9][A-Za-z0-9.+~\-]*\s*"
          autocomplete="off"
          value={version}
          onTyped={setVersion}
        />
        <SubmitButton isMain>
          {wanted === null ? words('updates.allowNewest') : words('updates.allowIt', { version: wanted })}
        </SubmitButton>
      </form>
    </details>
  );
}
