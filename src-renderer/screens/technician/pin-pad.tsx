import { useLayoutEffect, useState } from 'preact/hooks';
import { Pictogram } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { Key } from './controls.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

type PinPadProps = {
  most: number;
  mayBeSent: (digits: number) => boolean;
  sendText: string;
  isHeld?: boolean;
  begin: string;
  /** Whether the digits are shown, because they are not secret. */
  isShown?: boolean;
  onSend: (typed: string) => void;
};

/** The keypad for digits. Only this component keeps the typed digits, until they are sent. */
export function PinPad({ most, mayBeSent, sendText, isHeld = false, begin, isShown = false, onSend }: PinPadProps) {
  const { t } = useTechnicianWords();
  const [typed, setTyped] = useState('');
  useLayoutEffect(() => setTyped(''), [begin]);
  const key = (digit: string) => (
    <Key
      key={digit}
      disabled={isHeld}
      onTouch={() => setTyped((before) => (before.length < most ? before + digit : before))}
    >
      {digit}
    </Key>
  );
  return (
    <div class="pad" data-together>
      <p class="pin-field">
        {isShown ? (
          <span class="pin-dots" role="status">
            {typed}
          </span>
        ) : (
          <>
            <span class="pin-dots" aria-hidden="true">
              {'•'.repeat(typed.length)}
            </span>
            <span class="spoken" role="status">
              {t('pin.typed', { count: typed.length })}
            </span>
          </>
        )}
      </p>
      <div class="keypad" data-whole>
        {DIGITS.map(key)}
        <button
          type="button"
          class="key key-word key-erase"
          data-pace="typing"
          disabled={isHeld}
          onClick={() => setTyped((before) => before.slice(0, -1))}
        >
          <Pictogram name="erase" />
          <span>{t('pin.erase')}</span>
        </button>
        {key('0')}
        <button
          type="button"
          class="key key-word key-send"
          disabled={isHeld || !mayBeSent(typed.length)}
          onClick={() => onSend(typed)}
        >
          <span>{sendText}</span>
        </button>
      </div>
    </div>
  );
}
