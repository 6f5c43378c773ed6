import { useState } from 'preact/hooks';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { Key, TechnicianButton } from './controls.tsx';

export type TypingPadProps = {
  label: string;
  keys: string | readonly string[];
  most: number;
  value?: string;
  shown?: (typed: string) => string;
  /** The value to send; `null` while the input cannot be sent. */
  read: (typed: string) => string | null;
  sendText: string;
  onSend: (read: string) => void;
  onLeave: () => void;
};

export function TypingPad({ label, keys, most, value = '', shown, read, sendText, onSend, onLeave }: TypingPadProps) {
  const { t } = useTechnicianWords();
  const { isThere } = useSession();
  const [typed, setTyped] = useState(value);
  const sets = typeof keys === 'string' ? [keys] : keys;
  const [set, setSet] = useState(0);
  const meant = read(typed);
  const text = shown === undefined ? typed : shown(typed);
  return (
    <div class="text-pad" data-together>
      <p>{label}</p>
      <p class="text-field" role="status" aria-label={label} dir="ltr">
        {text === '' ? t('office.value.none') : text}
      </p>
      <fieldset class="text-keys" aria-label={label} dir="ltr" data-whole>
        {[...(sets[set] ?? '')].map((key) => (
          <Key
            key={key}
            disabled={typed.length >= most}
            onTouch={() => {
              setTyped((before) => (before + key).slice(0, most));
              isThere();
            }}
          >
            {key}
          </Key>
        ))}
      </fieldset>
      <div class="technician-actions">
        {meant !== null && (
          <TechnicianButton kind="primary" pictogram="good" text={sendText} onTouch={() => onSend(meant)} />
        )}
        <TechnicianButton
          pictogram="erase"
          text={t('office.do.erase')}
          onTouch={() => setTyped((before) => before.slice(0, -1))}
        />
        {sets.length > 1 && (
          <TechnicianButton
            pictogram="list"
            text={t('network.cards.do.keys')}
            onTouch={() => setSet((before) => (before + 1) % sets.length)}
          />
        )}
        <TechnicianButton pictogram="back" text={t('firstRun.net.leave')} onTouch={onLeave} />
      </div>
    </div>
  );
}
