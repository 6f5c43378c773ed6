import { useState } from 'preact/hooks';
import { inGroups } from '../../components/in-groups.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { Key, TechnicianButton } from './controls.tsx';

/** The length of `CertificateSeen` and `AuthorityEnd` in the contract, repeated because the page imports only types. */
const CHARACTERS = 16;

type FingerprintPadProps = {
  label: string;
  sendText: string;
  onType: () => void;
  onSend: (typed: string) => void;
};

/** Keys for sixteen characters of a fingerprint, which is shown in capitals without colons. */
export function FingerprintPad({ label, sendText, onType, onSend }: FingerprintPadProps) {
  const { t } = useTechnicianWords();
  const [typed, setTyped] = useState('');
  const change = (next: string): void => {
    setTyped(next);
    onType();
  };
  return (
    <div class="text-pad" data-together>
      <p class="text-field" role="status" aria-label={label} dir="ltr">
        {typed === '' ? t('office.value.none') : inGroups(typed, 4)}
      </p>
      <fieldset class="text-keys" aria-label={label} dir="ltr">
        {[...'0123456789ABCDEF'].map((key) => (
          <Key key={key} disabled={typed.length === CHARACTERS} onTouch={() => change(typed + key)}>
            {key}
          </Key>
        ))}
      </fieldset>
      <div class="technician-actions">
        {typed.length === CHARACTERS && (
          <TechnicianButton kind="primary" pictogram="locator" text={sendText} onTouch={() => onSend(typed)} />
        )}
        <TechnicianButton pictogram="erase" text={t('office.do.erase')} onTouch={() => change(typed.slice(0, -1))} />
      </div>
    </div>
  );
}
