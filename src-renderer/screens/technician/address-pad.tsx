import { useState } from 'preact/hooks';
import type { DevicesView } from '../../../src-main/technician/contract/devices.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { Key, TechnicianButton, TechnicianSaid } from './controls.tsx';

const ROWS = ['123', '456', '789'] as const;
const MOST_CHARACTERS = 21;

type AddressPadProps = {
  asked: DevicesView['asked'];
  onAsk: (address: string) => void;
  onLeave: () => void;
};

export function AddressPad({ asked, onAsk, onLeave }: AddressPadProps) {
  const { t } = useTechnicianWords();
  const [typed, setTyped] = useState(asked?.address ?? '');
  const came = asked?.address === typed ? asked.came : null;
  const isWrong = came === 'not-an-address' || came === 'nobody';
  const type = (character: string) => (
    <Key
      key={character}
      disabled={typed.length >= MOST_CHARACTERS}
      onTouch={() => setTyped((before) => before + character)}
    >
      {character}
    </Key>
  );
  const fourth = [
    <Key key="erase" label={t('pin.erase')} onTouch={() => setTyped((before) => before.slice(0, -1))}>
      <Pictogram name="erase" />
    </Key>,
    type('.'),
    type(':'),
  ];
  return (
    <div class="address-pad" data-together>
      <TechnicianSaid
        level={isWrong ? 'attention' : 'network'}
        strong={t(came === null ? 'devices.address.lead' : `devices.address.${came}`)}
      />
      <p class="pin-field address-field" dir="ltr" role="status">
        {typed}
      </p>
      <div class="keypad address-keys" data-whole>
        {ROWS.map((row, index) => [...[...row].map(type), fourth[index]])}
        {type('0')}
        <button type="button" class="key key-word key-send" disabled={typed === ''} onClick={() => onAsk(typed)}>
          <span>{t('devices.do.ask')}</span>
        </button>
      </div>
      <div class="technician-actions">
        <TechnicianButton pictogram="back" text={t('devices.do.found')} onTouch={onLeave} />
      </div>
    </div>
  );
}
