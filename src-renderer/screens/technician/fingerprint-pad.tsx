import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RefusalKind } from '../../../src-main/session/contract/kiosk-api.ts';
import { inGroups } from '../../components/in-groups.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { Key, TechnicianButton } from './controls.tsx';

/** The length of `CertificateSeen` and `AuthorityEnd` in the contract, repeated because the page imports only types. */
const CHARACTERS = 16;

type FingerprintQuestionProps = Omit<FingerprintPadProps, 'onSend'> & {
  ask: string;
  differs: string;
  leaveText: string;
  onSend: (typed: string) => Promise<RefusalKind | null>;
  onLeave: () => void;
  children: ComponentChildren;
};

/** Asks for a fingerprint that another machine or a paper shows, and asks again as long as the typed fingerprint differs. */
export function FingerprintQuestion(props: FingerprintQuestionProps) {
  const { ask, differs, leaveText, onSend, onLeave, children, ...pad } = props;
  const [tries, setTries] = useState(0);
  async function send(typed: string): Promise<void> {
    if ((await onSend(typed)) === 'certificate-differs') setTries((before) => before + 1);
    else onLeave();
  }
  return (
    <>
      <p class="lead" role="status">
        {tries === 0 ? ask : differs}
      </p>
      {children}
      <FingerprintPad key={tries} {...pad} onSend={(typed) => void send(typed)} />
      <div class="technician-actions">
        <TechnicianButton pictogram="back" text={leaveText} onTouch={onLeave} />
      </div>
    </>
  );
}

type FingerprintPadProps = { label: string; sendText: string; onSend: (typed: string) => void };

/** Keys for sixteen characters of a fingerprint, which is shown in capitals without colons. */
function FingerprintPad({ label, sendText, onSend }: FingerprintPadProps) {
  const { t } = useTechnicianWords();
  const { isThere } = useSession();
  const [typed, setTyped] = useState('');
  const change = (next: string): void => {
    setTyped(next);
    isThere();
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
